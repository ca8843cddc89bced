#!/usr/bin/env bash
# pytricia 1.3.0 and py-radix 1.1.0, the usual tables for "is this address inside a listed network", read the networks
# that operators write each in its own way, mostly without an error.
#
# Guess: a dotted netmask is its prefix length or refused, 10/8 is 10.0.0.0/8 or refused, host bits are masked.
# Seen:  pytricia takes 192.0.2.0/255.255.255.0 for the single address 192.0.2.0/32 and keeps host bits in its keys;
#        py-radix takes 10/8 for 0.0.0.0/8, and masks host bits. A block list moved from one to the other blocks
#        something else. (CPython's ipaddress reads the netmask as /24 and refuses 10/8.)
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
packages pytricia==1.3.0 py-radix==1.1.0
check <<'PY'
import ipaddress, pytricia, radix

table = pytricia.PyTricia()
table["192.0.2.0/255.255.255.0"] = "listed"
see("pytricia, dotted netmask: keys", list(table), ["192.0.2.0/32"])
see("pytricia, dotted netmask: 192.0.2.9 listed", "192.0.2.9" in table, False)
see("ipaddress, the same", str(ipaddress.ip_network("192.0.2.0/255.255.255.0")), "192.0.2.0/24")

table = pytricia.PyTricia()
table["192.0.2.7/24"] = "listed"
see("pytricia, host bits: keys", list(table), ["192.0.2.7/24"])
see("pytricia, host bits: has 192.0.2.0/24", table.has_key("192.0.2.0/24"), True)

see("py-radix, 10/8", radix.Radix().add("10/8").prefix, "0.0.0.0/8")
see("py-radix, host bits", radix.Radix().add("192.0.2.7/24").prefix, "192.0.2.0/24")
PY
