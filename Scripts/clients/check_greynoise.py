"""The greynoise library; it refuses documentation ranges, so the story's twins in 192.88.99.0/24 are asked for."""

import requests
from greynoise.api import APIConfig, GreyNoise
from greynoise.exceptions import RateLimitError, RequestFailure
from harness import raises

NOISE, SCANNER, SERVICE, UNKNOWN = "192.88.99.10", "192.88.99.44", "192.88.99.53", "192.88.99.199"


def client(simulator, key=None, server=None):
    return GreyNoise(
        APIConfig(
            api_key=key or simulator.environment["GREYNOISE_KEY"],
            api_server=server or simulator.url, use_cache=False))


def context(simulator):
    """greynoise: the context of a malicious, a benign and a service address"""
    for server in (simulator.url, simulator.environment["GREYNOISE_BASE_URL"]):
        api = client(simulator, server=server)
        found = api.ip(NOISE)["internet_scanner_intelligence"]
        assert (found["found"], found["classification"]) == (True, "malicious")
        assert found["last_seen_timestamp"][:10] == found["last_seen"]
        assert api.ip(SCANNER)["internet_scanner_intelligence"]["classification"] == "benign"
        service = api.ip(SERVICE)
        assert service["business_service_intelligence"]["found"] is True
        assert service["business_service_intelligence"]["trust_level"] in ("1", "2")
        assert service["internet_scanner_intelligence"]["found"] is False


def not_found(simulator):
    """greynoise: an address that nobody saw is in neither data set"""
    found = client(simulator).ip(UNKNOWN)
    assert found["internet_scanner_intelligence"] == found["business_service_intelligence"] == {"found": False}


def quick(simulator):
    """greynoise: many addresses at once, quick"""
    rows = {row["ip"]: row for row in client(simulator).quick([NOISE, SERVICE, UNKNOWN])}
    assert rows[NOISE]["internet_scanner_intelligence"] == {"found": True, "classification": "malicious"}
    assert rows[SERVICE]["business_service_intelligence"]["found"] is True
    assert rows[UNKNOWN]["internet_scanner_intelligence"]["found"] is False


def multi(simulator):
    """greynoise: many addresses at once, in full"""
    rows = {row["ip"]: row for row in client(simulator).ip_multi([NOISE, UNKNOWN])}
    assert rows[NOISE]["internet_scanner_intelligence"]["tags"][0]["name"] == "Generic Beacon C2"
    assert rows[UNKNOWN]["internet_scanner_intelligence"]["found"] is False


def riot(simulator):
    """greynoise: what has become of riot"""
    api = client(simulator)
    assert api.ip(SERVICE)["business_service_intelligence"]["name"] == "Example Public DNS"
    old = requests.get(
        f"{simulator.url}/v2/riot/{SERVICE}", headers={"key": simulator.environment["GREYNOISE_KEY"]}, timeout=10)
    assert old.status_code == 410


def ping(simulator):
    """greynoise: ping tells the plan"""
    found = client(simulator).test_connection()
    assert (found["message"], found["offering"]) == ("pong", "vip"), found


def errors(simulator):
    """greynoise: a wrong key is 401, an exhausted quota RateLimitError"""
    error = raises(RequestFailure, client(simulator, key="wrong").ip, NOISE)
    assert error.args[0] == 401 and error.args[1] == {"message": "Unauthorized"}, error.args
    simulator.control(quotas={"greynoise-per-day": 1})
    client(simulator).ip(NOISE)
    raises(RateLimitError, client(simulator).ip, NOISE)


def community(simulator):
    """greynoise community: 200, 404 with a body, 400, 401, and 429, with and without a key"""
    def get(address, key=None):
        headers = {"key": key} if key else {}
        return requests.get(f"{simulator.url}/v3/community/{address}", headers=headers, timeout=10)

    found = get("203.0.113.10", simulator.environment["GREYNOISE_KEY"])
    assert (found.status_code, found.json()["classification"]) == (200, "malicious")
    assert get("198.51.100.53").json()["riot"] is True
    missing = get("192.0.2.199")
    assert (missing.status_code, missing.json()["noise"], missing.json()["riot"]) == (404, False, False)
    assert get("10.0.0.1").status_code == 400 and get("2001:db8::1").status_code == 400
    assert get("203.0.113.10", "wrong").status_code == 401
    simulator.control(quotas={"greynoise-anonymous-per-day": 1})
    get("203.0.113.10")
    refused = get("203.0.113.10")
    assert (refused.status_code, refused.json()["plan"]) == (429, "unauthenticated")
    assert "rate-limit" in refused.json()


CHECKS = [context, not_found, quick, multi, riot, ping, errors, community]
