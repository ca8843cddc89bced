#!/usr/bin/env bash
# stix-shifter 8.1.3 (with its modules elastic_ecs, splunk and msatp 8.1.3) translates one STIX pattern into searches
# that do not mean the same.
#
# Guess: a pattern without START/STOP searches everything, `=` is equality, NOT = is the complement of =, and what a
#        product cannot say is refused.
# Seen:  without START/STOP every module searches the last five minutes only, whatever the age of the indicator. NOT = is
#        "no field holds it" for Elastic and "some field does not hold it" for Splunk, which is true of nearly every event
#        that has two addresses. A domain compared by = becomes `contains` for Defender, so that a.example finds
#        data.example.org too. Elastic loses the ^ of a MATCHES. An ISSUBSET is a CIDR for Elastic and Splunk and an error
#        for Defender.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
packages stix-shifter==8.1.3 stix-shifter-utils==8.1.3 stix-shifter-modules-elastic-ecs==8.1.3 \
  stix-shifter-modules-splunk==8.1.3 stix-shifter-modules-msatp==8.1.3
check <<'PY'
import datetime, re
from stix_shifter.stix_translation import stix_translation

translation = stix_translation.StixTranslation()

def query(module, pattern):
    answer = translation.translate(module, "query", "{}", pattern, {})
    return answer["queries"][0] if "queries" in answer else answer["code"]

address = "[ipv4-addr:value = '198.51.100.7']"
start, stop = (datetime.datetime.fromisoformat(t.replace("Z", "+00:00"))
               for t in re.search(r'@timestamp:\["(.*?)" TO "(.*?)"\]', query("elastic_ecs", address)).groups())
see("elastic_ecs, seconds searched without START/STOP", round((stop - start).total_seconds()), 300)
see("splunk, the same", re.search(r'earliest="(.*?)"', query("splunk", address))[1], "-5minutes")
start, stop = (datetime.datetime.fromisoformat(t.replace("Z", "+00:00"))
               for t in re.findall(r"datetime\((.*?)\)", query("msatp", address))[:2])
see("msatp, the same", round((stop - start).total_seconds()), 300)

negated = "[ipv4-addr:value NOT = '198.51.100.7']"
see("elastic_ecs, NOT =", query("elastic_ecs", negated)[:43], '(NOT ((source.ip : "198.51.100.7" OR destin')
see("splunk, NOT =", query("splunk", negated)[:79],
    'search ((NOT (src_ip = "198.51.100.7")) OR (NOT (dest_ip = "198.51.100.7"))) ea')

domain = query("msatp", "[domain-name:value = 'a.example']")
see("msatp, a domain by =", re.search(r"where (RemoteUrl [^)]*)", domain)[1], 'RemoteUrl contains "a.example"')
see("elastic_ecs, MATCHES '^http'", query("elastic_ecs", "[url:value MATCHES '^http']").split(" AND ")[0],
    "url.original : /http/")

block = "[ipv4-addr:value ISSUBSET '198.51.100.0/24']"
see("splunk, ISSUBSET", "cidrmatch" in query("splunk", block), True)
see("msatp, ISSUBSET", query("msatp", block), "mapping_error")
PY
