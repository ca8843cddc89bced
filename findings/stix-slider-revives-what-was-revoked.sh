#!/usr/bin/env bash
# stix2-slider 4.0.1, OASIS' converter from STIX 2.1 down to 1.2, hands on indicators that their source took back.
#
# Guess: a revoked indicator is left out or marked, confidence becomes STIX 1's Confidence, a LIKE is left out.
# Seen:  `revoked: true` leaves no trace: the indicator comes out as live as any other. `confidence` is dropped. A LIKE
#        comparison becomes the literal value with its %, a URL that never was, with no more than a line in the log. The
#        output passes the converter's own schema validation.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
packages stix2-slider==4.0.1
check <<'PY'
import json
from stix2slider import slide_string
from stix2slider.options import initialize_options

def indicator(number, pattern, **more):
    return {
        "type": "indicator", "spec_version": "2.1", "id": f"indicator--00000000-0000-4000-8000-00000000000{number}",
        "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-02T00:00:00.000Z", "pattern": pattern,
        "pattern_type": "stix", "valid_from": "2026-01-01T00:00:00Z", "indicator_types": ["malicious-activity"], **more}

def slide(*objects):
    return slide_string(json.dumps(
        {"type": "bundle", "id": "bundle--00000000-0000-4000-8000-0000000000b0", "objects": list(objects)}))

initialize_options()
revoked = slide(indicator(1, "[domain-name:value = 'withdrawn.example']", revoked=True))
see("a revoked indicator comes out", "withdrawn.example" in revoked, True)
see("with any word of revocation", "evoke" in revoked, False)
sure = slide(indicator(2, "[domain-name:value = 'c2.example']", confidence=5))
see("confidence 5 comes out", "onfidence" in sure.split("<stix:Indicators>")[1], False)
like = slide(indicator(3, "[url:value LIKE 'http://c2.example/%'] OR [domain-name:value = 'c2.example']"))
see("LIKE comes out as the URL", "<URIObj:Value>http://c2.example/%</URIObj:Value>" in like, True)
PY
