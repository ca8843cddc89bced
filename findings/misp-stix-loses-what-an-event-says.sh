#!/usr/bin/env bash
# misp-stix 2026.10.12, which turns MISP events into STIX 2.1, and PyMISP 2.5.34.4, which writes such events.
#
# Guess: a digest keeps its algorithm or is refused; the event's TLP and PAP hold for the indicators made from it, in
# whatever letter case they are tagged; deleting an attribute makes a newer version of it.
# Seen: a SHA-512/256 becomes a `SHA-256` in pattern and observable, which no file has, and only a label still tells; TLP:RED
# and PAP:AMBER become labels of the report and mark nothing, an attribute's own tlp:green marks its indicator; a deleted
# attribute keeps its timestamp, so that a receiver cannot tell by it which of the two is newer.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
packages pymisp==2.5.34.4 misp-stix==2026.10.12
check <<'PY'
import json, warnings
warnings.simplefilter("ignore")
from pymisp import MISPEvent
from misp_stix_converter import MISPtoSTIX21Parser

event = MISPEvent()
event.from_dict(info="Loader infrastructure", uuid="0f0e0d0c-0000-4000-8000-000000000001", date="2026-11-01",
                timestamp=1793500000, published=False, analysis=2, threat_level_id=2,
                Orgc={"name": "Publisher", "uuid": "0f0e0d0c-0000-4000-8000-000000000002"})
event.add_tag("TLP:RED")
event.add_tag("PAP:AMBER")
event.add_attribute("domain", "stage.example", to_ids=True, timestamp=1793500000).add_tag("tlp:green")
event.add_attribute("sha512/256", "5c" * 32, to_ids=True, timestamp=1793500000)
gone = event.add_attribute("domain", "mistake.example", to_ids=True, timestamp=1793500000)
before = gone.timestamp
gone.delete()
see("timestamp of a deleted attribute is that of before", (gone.deleted, gone.timestamp == before), (True, True))
event.attributes.remove(gone)

parser = MISPtoSTIX21Parser()
parser.parse_misp_event(json.loads(event.to_json()))
objects = json.loads(parser.bundle.serialize())["objects"]
of = lambda kind: [o for o in objects if o["type"] == kind]
see("pattern of a SHA-512/256", [o["pattern"] for o in of("indicator") if "file" in o["pattern"]],
    [f"[file:hashes.'SHA-256' = '{'5c' * 32}']"])
see("its observable", [o["hashes"] for o in of("file")], [{"SHA-256": "5c" * 32}])
see("labels that still tell", [o["labels"][0] for o in of("indicator") if "file" in o["pattern"]], ['misp:type="sha512/256"'])
wrapper = (of("report") + of("grouping"))[0]
see("markings of what a TLP:RED event becomes", wrapper.get("object_marking_refs"), None)
see("its labels", [l for l in wrapper["labels"] if "TLP" in l or "PAP" in l], ["TLP:RED", "PAP:AMBER"])
see("markings of its indicators", [o.get("object_marking_refs") for o in of("indicator")],
    [["marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"], None])
PY
