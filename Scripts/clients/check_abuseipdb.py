"""AbuseIPDB has no client of its own, so requests stands in for it."""

import requests


def get(simulator, endpoint, accept="application/json", key=None, **parameters):
    headers = {"Key": key or simulator.environment["ABUSEIPDB_API_KEY"], "Accept": accept}
    base = simulator.environment["ABUSEIPDB_BASE_URL"]
    return requests.get(f"{base}/{endpoint}", headers=headers, params=parameters, timeout=10)


def check(simulator):
    """AbuseIPDB: a reported, a clean and a private address"""
    found = get(simulator, "check", ipAddress="203.0.113.10", maxAgeInDays=90, verbose="")
    data = found.json()["data"]
    assert (data["abuseConfidenceScore"], data["totalReports"]) == (88, 31)
    assert len(data["reports"]) == 31 and data["lastReportedAt"] == data["reports"][0]["reportedAt"]
    assert "\\/" in found.text and "\\u" in found.text
    clean = get(simulator, "check", ipAddress="192.0.2.199").json()["data"]
    assert clean["abuseConfidenceScore"] == 0 and clean["lastReportedAt"] is None and clean["isWhitelisted"] is None
    assert "reports" not in clean and "countryName" not in clean
    assert get(simulator, "check", ipAddress="10.0.0.1").json()["data"]["isPublic"] is False


def age(simulator):
    """AbuseIPDB: maxAgeInDays bounds the reports that count"""
    def reports(days):
        return get(simulator, "check", ipAddress="203.0.113.10", maxAgeInDays=days).json()["data"]["totalReports"]

    assert 0 < reports(3) < reports(10) < reports(90)


def errors(simulator):
    """AbuseIPDB: 422 names the parameter, 401 is for keys, and without Accept it is a page"""
    invalid = get(simulator, "check", ipAddress="1.2.3")
    assert (invalid.status_code, invalid.json()["errors"][0]["source"]) == (422, {"parameter": "ipAddress"})
    assert get(simulator, "check", ipAddress="203.0.113.10", maxAgeInDays=366).status_code == 422
    refused = get(simulator, "check", key="wrong", ipAddress="203.0.113.10")
    assert (refused.status_code, refused.json()["errors"][0]["status"]) == (401, 401)
    page = get(simulator, "check", accept="*/*", ipAddress="1.2.3")
    assert page.headers["Content-Type"].startswith("text/html") and page.status_code == 422


def quota(simulator):
    """AbuseIPDB: the quota counts down in the headers and ends in 429 with Retry-After, for each endpoint apart"""
    simulator.control(quotas={"abuseipdb-per-day": 2})
    left = [get(simulator, "check", ipAddress="192.0.2.1").headers["X-RateLimit-Remaining"] for _ in range(2)]
    assert left == ["1", "0"]
    refused = get(simulator, "check", ipAddress="192.0.2.1")
    assert refused.status_code == 429 and 0 < int(refused.headers["Retry-After"]) <= 86400
    assert int(refused.headers["X-RateLimit-Reset"]) % 86400 == 0
    assert get(simulator, "reports", ipAddress="192.0.2.1").status_code == 200


def reports(simulator):
    """AbuseIPDB: reports come in pages that link to each other"""
    first = get(simulator, "reports", ipAddress="203.0.113.10", maxAgeInDays=90, perPage=20).json()["data"]
    assert (first["total"], first["count"], first["lastPage"]) == (31, 20, 2)
    second = requests.get(
        first["nextPageUrl"],
        headers={"Key": simulator.environment["ABUSEIPDB_API_KEY"], "Accept": "application/json"}, timeout=10,
    ).json()["data"]
    assert (second["count"], second["nextPageUrl"]) == (11, None) and second["previousPageUrl"]


def lists(simulator):
    """AbuseIPDB: the blacklist as JSON and as text, and the addresses of a block"""
    worst = get(simulator, "blacklist", limit=5, confidenceMinimum=90).json()["data"]
    assert len(worst) == 5 and worst[0]["abuseConfidenceScore"] == 100
    text = get(simulator, "blacklist", limit=5, confidenceMinimum=90, plaintext="").text
    assert text.split("\n") == [item["ipAddress"] for item in worst]
    block = get(simulator, "check-block", network="203.0.113.0/28").json()["data"]
    assert (block["netmask"], block["numPossibleHosts"]) == ("255.255.255.240", 14)
    assert "203.0.113.10" in [item["ipAddress"] for item in block["reportedAddress"]]


def disclosure(simulator):
    """The log of requests tells what was disclosed, and never a key"""
    get(simulator, "check", ipAddress="203.0.113.77")
    log = simulator.log(vendor="abuseipdb")
    assert log["counts"] == {"abuseipdb": 1} and "203.0.113.77" in log["requests"][0]["path"]
    assert log["requests"][0]["key"] == "full"
    for name, value in simulator.environment.items():
        assert "BASE_URL" in name or value not in str(log)


CHECKS = [check, age, errors, quota, reports, lists, disclosure]
