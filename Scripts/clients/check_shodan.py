"""The shodan library, and InternetDB with requests."""

import requests
import shodan
from harness import raises


def client(simulator, key=None):
    api = shodan.Shodan(key or simulator.environment["SHODAN_TOKEN"])
    api.base_url = simulator.url
    api.api_rate_limit = 0
    return api


def host(simulator):
    """shodan: a host with its banners; its vulns are a list, a banner's an object"""
    found = client(simulator).host("203.0.113.10")
    assert (found["ip_str"], found["ip"], found["country_code"]) == ("203.0.113.10", 3405803786, "NL")
    assert found["ports"] == [22, 443, 50050] and len(found["data"]) == 3
    assert found["vulns"] == ["CVE-2021-44228"]
    assert set(found["data"][0]["vulns"]) == {"CVE-2021-44228"}
    assert "c2" in found["tags"]


def minified(simulator):
    """shodan: minify leaves the banners out, history adds some"""
    assert "data" not in client(simulator).host("203.0.113.10", minify=True)
    assert len(client(simulator).host("203.0.113.10", history=True)["data"]) > 3


def prefixed(simulator):
    """shodan: the base URL with a folder works too"""
    api = client(simulator)
    api.base_url = simulator.environment["SHODAN_BASE_URL"]
    assert api.info()["plan"] == "dev"
    assert api.host("203.0.113.10", minify=True)["ip_str"] == "203.0.113.10"


def information(simulator):
    """shodan: what a key may do"""
    found = client(simulator).info()
    assert found["usage_limits"]["query_credits"] == found["query_credits"] == 100


def names(simulator):
    """shodan: DNS of a domain; resolve and reverse"""
    api = client(simulator)
    found = api.dns.domain_info("login-harrier.example")
    assert found["domain"] == "login-harrier.example" and found["data"][0]["value"] == "203.0.113.10"
    resolved = api._request("/dns/resolve", {"hostnames": "news.example,never-seen.example"})
    assert resolved == {"news.example": "192.0.2.80", "never-seen.example": None}
    assert api._request("/dns/reverse", {"ips": "198.51.100.53"}) == {"198.51.100.53": ["dns.example"]}
    assert api.labs.honeyscore("203.0.113.10") == 0.0


def errors(simulator):
    """shodan: no information, an invalid address, and a wrong key behind nginx's page"""
    error = raises(shodan.APIError, client(simulator).host, "192.0.2.199")
    assert str(error) == "No information available for that IP."
    assert str(raises(shodan.APIError, client(simulator).host, "192.0.2")) == "Invalid IP"
    assert str(raises(shodan.APIError, client(simulator, key="wrong").info)) == "Invalid API key"


def rate(simulator):
    """shodan: the second request of a second is refused"""
    simulator.control(quotas={"shodan-per-second": 1})
    api = client(simulator)
    api.info()
    assert "rate limit" in str(raises(shodan.APIError, api.info)).lower()


def faults(simulator):
    """shodan: a 502 page is Bad Gateway, a reset connection is an APIError"""
    simulator.control(faults=["html-502@shodan:times=1"])
    assert str(raises(shodan.APIError, client(simulator).info)) == "Bad Gateway (502)"
    simulator.control(faults=["reset@shodan:times=1"])
    assert str(raises(shodan.APIError, client(simulator).info)) == "Unable to connect to Shodan"
    client(simulator).info()


def internetdb(simulator):
    """InternetDB: six members, at the root and in its folder; 404 and 422"""
    for base in (simulator.url, simulator.environment["INTERNETDB_BASE_URL"]):
        found = requests.get(f"{base}/203.0.113.10", timeout=10)
        assert sorted(found.json()) == ["cpes", "hostnames", "ip", "ports", "tags", "vulns"]
        missing = requests.get(f"{base}/192.0.2.199", timeout=10)
        assert (missing.status_code, missing.json()) == (404, {"detail": "No information available"})
        assert requests.get(f"{base}/1.2.3", timeout=10).status_code == 422


CHECKS = [host, minified, prefixed, information, names, errors, rate, faults, internetdb]
