#!/usr/bin/env bash
# pymispwarninglists 1.7.0, MISP's own Python package for its warning lists, answers `value in list` otherwise than the
# MISP server does with the same list.
#
# Guess: `in` follows the list's type (hostname with sub-domains, cidr, substring, regex), as the server does.
# Seen:  without slow_search=True (the default is False) every type is compared as an exact text, so that an address
#        inside a listed network is "not listed". With it, hostnames and networks are understood, but a list of type
#        `regex` never matches anything: the package ships two such lists, and neither can ever warn. Letter case counts
#        for host names throughout.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
packages pymispwarninglists==1.7.0
check <<'PY'
from pymispwarninglists import WarningList, WarningLists

def listed(value, type, *entries, slow):
    return value in WarningList(
        {"name": "n", "type": type, "version": 1, "description": "d", "list": list(entries)}, slow_search=slow)

see("default, address in a listed network", listed("192.0.2.9", "cidr", "192.0.2.0/24", slow=False), False)
see("slow_search, the same", listed("192.0.2.9", "cidr", "192.0.2.0/24", slow=True), True)
see("slow_search, a network inside it", listed("192.0.2.0/25", "cidr", "192.0.2.0/24", slow=True), False)
see("default, a sub-domain", listed("www.example.com", "hostname", "example.com", slow=False), False)
see("slow_search, the same", listed("www.example.com", "hostname", "example.com", slow=True), True)
see("slow_search, in capitals", listed("EXAMPLE.com", "hostname", "example.com", slow=True), False)
see("slow_search, regex", listed("foo.example", "regex", "^foo", slow=True), False)

lists = WarningLists(slow_search=True)
regex = sorted(name for name, each in lists.items() if each.type == "regex")
see("shipped lists of type regex", len(regex), 2)
contacts = next(each for each in lists.values() if each.type == "regex" and "security" in each.list[0])
see("the entry of one of them", contacts.list, ["/^(security|noc|soc|abuse)\\@.*\\..*$/i"])
see("does it warn of abuse@example.com", "abuse@example.com" in contacts, False)
PY
