"""vt-py."""

import datetime
import hashlib

import vt
from harness import LOADER, raises

FILE = {name: hashlib.new(name, LOADER.encode()).hexdigest() for name in ("md5", "sha1", "sha256")}
URL = "http://cdn-update.example/invoice.html"


def client(simulator, key=None):
    return vt.Client(key or simulator.environment["VIRUSTOTAL_TOKEN"], host=simulator.url)


def file_by_each_hash(simulator):
    """vt-py: a file is the same by MD5, SHA-1 and SHA-256, and its id is the SHA-256"""
    with client(simulator) as virustotal:
        for value in FILE.values():
            found = virustotal.get_object("/files/{}", value)
            assert (found.type, found.id, found.md5) == ("file", FILE["sha256"], FILE["md5"])
            assert found.last_analysis_stats["malicious"] == 52
            assert found.popular_threat_classification["suggested_threat_label"] == "downloader.harrier/loader"
            assert isinstance(found.last_analysis_date, datetime.datetime)
            assert sum(found.last_analysis_stats.values()) == len(found.last_analysis_results)


def address(simulator):
    """vt-py: an IPv4 and an IPv6 address"""
    with client(simulator) as virustotal:
        found = virustotal.get_object("/ip_addresses/203.0.113.10")
        assert (found.type, found.id, found.country, found.asn) == ("ip_address", "203.0.113.10", "NL", 64496)
        assert found.last_analysis_stats["malicious"] == 16
        assert virustotal.get_object("/ip_addresses/2001:DB8:6861:0::10").id == "2001:db8:6861::10"


def domain(simulator):
    """vt-py: a domain"""
    with client(simulator) as virustotal:
        found = virustotal.get_object("/domains/login-harrier.example")
        assert (found.type, found.id, found.tld) == ("domain", "login-harrier.example", "example")
        assert found.last_analysis_stats["malicious"] == 17
        assert [record["value"] for record in found.last_dns_records] == ["203.0.113.10", "203.0.113.11"]


def url(simulator):
    """vt-py: a URL by url_id, whose id is the SHA-256 of its canonical form, by which it is found again"""
    with client(simulator) as virustotal:
        found = virustotal.get_object("/urls/{}", vt.url_id(URL))
        assert found.id == hashlib.sha256(URL.encode()).hexdigest()
        assert found.url == URL
        assert virustotal.get_object("/urls/{}", found.id).id == found.id
        bare = virustotal.get_object("/urls/{}", vt.url_id("https://NEWS.example:443#top"))
        assert bare.id == hashlib.sha256(b"https://news.example/").hexdigest()


def relationships(simulator):
    """vt-py: its iterator pages through resolutions with the cursor, and ends"""
    with client(simulator) as virustotal:
        pages = virustotal.iterator("/ip_addresses/203.0.113.10/resolutions", batch_size=10)
        names = [item.host_name for item in pages]
        assert len(names) == len(set(names)) == 25, names
        assert len(list(virustotal.iterator("/ip_addresses/203.0.113.10/resolutions", limit=12))) == 12
        assert list(virustotal.iterator("/domains/news.example/siblings")) == []
        # vt-py's own resumable cursor pairs a page's position with the cursor of the page after it, so that it skips
        # items at VirusTotal too; the server's cursor does not.
        path = "/ip_addresses/203.0.113.10/resolutions"
        page = virustotal.get_json(path, params={"limit": "20"})
        rest = virustotal.get_json(path, params={"limit": "20", "cursor": page["meta"]["cursor"]})
        assert (len(page["data"]), len(rest["data"])) == (20, 5) and "next" not in rest["links"]


def inline(simulator):
    """vt-py: relationships inline"""
    with client(simulator) as virustotal:
        found = virustotal.get_object("/files/{}", FILE["md5"], params={"relationships": "contacted_ips,behaviours"})
        contacted = found.relationships["contacted_ips"]["data"]
        assert [item["id"] for item in contacted] == ["198.51.100.23", "203.0.113.10"]
        assert found.relationships["behaviours"]["data"] == []


def not_found(simulator):
    """vt-py: NotFoundError for an unknown file, URL and domain"""
    with client(simulator) as virustotal:
        for path in ("/files/" + "0" * 63, "/urls/" + vt.url_id("https://never-seen.example/"),
                     "/domains/never-seen.example", "/ip_addresses/192.0.2.199"):
            assert raises(vt.APIError, virustotal.get_object, path).code == "NotFoundError"


def invalid(simulator):
    """vt-py: InvalidArgumentError for a domain under .test and for an address that is none"""
    with client(simulator) as virustotal:
        assert raises(vt.APIError, virustotal.get_object, "/domains/host.test").code == "InvalidArgumentError"
        assert raises(vt.APIError, virustotal.get_object, "/ip_addresses/1.2.3").code == "InvalidArgumentError"


def wrong_key(simulator):
    """vt-py: WrongCredentialsError for a wrong key"""
    with client(simulator, key="0" * 64) as virustotal:
        assert raises(vt.APIError, virustotal.get_object, "/domains/news.example").code == "WrongCredentialsError"


def quota(simulator):
    """vt-py: the fifth lookup of a minute is QuotaExceededError, and the next minute's first is fine"""
    simulator.control(quotas={"virustotal-per-minute": 4})
    with client(simulator) as virustotal:
        for _ in range(4):
            virustotal.get_object("/domains/news.example")
        assert raises(vt.APIError, virustotal.get_object, "/domains/news.example").code == "QuotaExceededError"
        simulator.control(advance_seconds=61)
        virustotal.get_object("/domains/news.example")


def quotas_of_user(simulator):
    """vt-py: the overall quotas of a user, by key"""
    simulator.control(quotas={"virustotal-per-day": 500})
    with client(simulator) as virustotal:
        virustotal.get_object("/domains/news.example")
        key = simulator.environment["VIRUSTOTAL_TOKEN"]
        found = virustotal.get_data(f"/users/{key}/overall_quotas")
        assert found["api_requests_daily"]["user"] == {"used": 1, "allowed": 500}
    assert key not in str(simulator.log())


CHECKS = [
    file_by_each_hash, address, domain, url, relationships, inline, not_found, invalid, wrong_key, quota, quotas_of_user,
]
