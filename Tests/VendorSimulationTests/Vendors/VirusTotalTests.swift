import JSON
import Testing
import Time

@testable import VendorSimulation

struct VirusTotalTests {
  private func code(_ response: Response) -> String? { response.json[path: "error", "code"]?.string }

  @Test("without a key, with a wrong one, and with one in the wrong place")
  func keys() async {
    let vendors = Vendors()
    #expect(code(await vendors.get("/api/v3/domains/news.example")) == "AuthenticationRequiredError")
    #expect(
      code(await vendors.get("/api/v3/domains/news.example", [Field("X-APIKEY", "x")])) == "WrongCredentialsError")
    let key = APIKeys.standard(.virustotal, .full)
    #expect(code(await vendors.get("/api/v3/domains/news.example?x-apikey=\(key)")) == "AuthenticationRequiredError")
    #expect(await vendors.get("/api/v3/domains/news.example", [Field("X-APIKEY", key)]).status == 200)
  }

  @Test(
    "errors have the vendor's status and code",
    arguments: [
      ("/files/0123456789abcdef", 404, "NotFoundError"), ("/urls/thisurlidmakesnosenseatall", 404, "NotFoundError"),
      ("/ip_addresses/1.2.3", 400, "InvalidArgumentError"), ("/domains/host.test", 400, "InvalidArgumentError"),
      ("/domains/-x.example", 400, "InvalidArgumentError"), ("/nonsense/x", 404, "NotFoundError"),
      ("/ip_addresses/203.0.113.10/nonsense", 404, "NotFoundError"),
      ("/ip_addresses/203.0.113.10/resolutions?limit=41", 400, "InvalidArgumentError"),
      ("/ip_addresses/203.0.113.10/resolutions?cursor=x", 400, "InvalidArgumentError"),
      ("/domains/never-seen.example", 404, "NotFoundError"), ("/ip_addresses/192.0.2.199", 404, "NotFoundError"),
    ])
  func errors(path: String, status: Int, expected: String) async {
    let answer = await Vendors().virustotal(path)
    #expect(answer.status == status)
    #expect(code(answer) == expected)
  }

  @Test("the text of a missing file is the recorded one")
  func missingFile() async {
    let answer = await Vendors().virustotal("/files/0123456789abcdef0123456789abcdee")
    if answer.status == 404 {
      #expect(answer.json[path: "error", "message"] == #"File "0123456789abcdef0123456789abcdee" not found"#)
    }
    let missing = await Vendors().virustotal("/files/xyz")
    #expect(missing.json[path: "error", "message"] == #"File "xyz" not found"#)
  }

  @Test("any address, domain, URL or hash has an answer of the right type, and stats that add up to the results")
  func anyIndicator() async throws {
    let vendors = Vendors()
    var found = 0
    for number in 0..<60 {
      let url = Base64URL.encode(Array("http://site\(number).example.org/x".utf8))
      let hash = Derivation("\(number)").hexadecimal("hash", digits: [32, 40, 64][number % 3])
      for path in [
        "ip_addresses/45.\(number).3.4", "domains/site\(number).example.org", "urls/\(url)", "files/\(hash)",
      ] {
        let answer = await vendors.virustotal("/\(path)")
        guard answer.status == 200 else {
          #expect(code(answer) == "NotFoundError")
          continue
        }
        found += 1
        let attributes = try #require(answer.json[path: "data", "attributes"])
        let sum = attributes["last_analysis_stats"]?.object?.members.compactMap(\.value.integer).reduce(0, +)
        #expect(sum == attributes["last_analysis_results"]?.object.map { Int64($0.members.count) })
        #expect(try #require(attributes["last_analysis_date"]?.integer) < noon.seconds)
      }
    }
    #expect((100...220).contains(found))
  }

  @Test("the fifth lookup of a minute and the day's last are refused, without headers")
  func quota() async {
    let vendors = Vendors {
      $0.quotas.virustotalPerMinute.limit = 4
      $0.quotas.virustotalPerDay.limit = 6
    }
    var statuses: [Int] = []
    for _ in 0..<5 { statuses.append(await vendors.virustotal("/domains/news.example").status) }
    vendors.clock.advance(seconds: 60)
    for _ in 0..<3 { statuses.append(await vendors.virustotal("/domains/never-seen.example").status) }
    #expect(statuses == [200, 200, 200, 200, 429, 404, 404, 429])
    let refused = await vendors.virustotal("/domains/news.example")
    #expect(code(refused) == "QuotaExceededError" && refused.header("Retry-After") == nil)
    vendors.clock.advance(seconds: 86_400)
    #expect(await vendors.virustotal("/domains/news.example").status == 200)
  }

  @Test("pages of a relationship follow each other to the end, whatever the limit", arguments: [1, 7, 10, 25, 40])
  func pages(limit: Int) async throws {
    let vendors = Vendors()
    var path = "/ip_addresses/203.0.113.10/resolutions?limit=\(limit)"
    var ids: [String] = []
    for _ in 0..<30 {
      let page = await vendors.virustotal(path).json
      ids += page["data"]?.array?.compactMap { $0["id"]?.string } ?? []
      guard let next = page[path: "links", "next"]?.string, let mark = next.firstRange(of: "/api/v3") else { break }
      path = String(next[mark.upperBound...])
    }
    #expect(ids.count == 25 && Set(ids).count == 25)
  }

  @Test("an empty relationship has no meta")
  func empty() async {
    let answer = await Vendors().virustotal("/domains/news.example/siblings").json
    #expect(answer["data"] == [] && answer["meta"] == nil)
    #expect(answer[path: "links", "self"]?.string?.hasSuffix("/domains/news.example/siblings?limit=10") == true)
  }

  @Test("links lead back to the simulator and are answered")
  func links() async throws {
    let vendors = Vendors()
    for path in [
      "/files/\(World.loader.md5)/contacted_ips", "/domains/login-harrier.example/resolutions",
      "/ip_addresses/203.0.113.10/communicating_files", "/files/\(World.loader.md5)/contacted_urls",
    ] {
      let objects = try #require(await vendors.virustotal(path).json["data"]?.array)
      #expect(!objects.isEmpty)
      for object in objects {
        let link = try #require(object[path: "links", "self"]?.string)
        let mark = try #require(link.firstRange(of: "/virustotal/api/v3"))
        #expect(await vendors.virustotal(String(link[mark.upperBound...])).status == 200, "\(link)")
      }
    }
  }

  @Test("what is only for paying accounts is forbidden on the free plan")
  func premium() async {
    let vendors = Vendors()
    #expect(code(await vendors.virustotal("/ip_addresses/203.0.113.10/urls", key: .free)) == "ForbiddenError")
    #expect(await vendors.virustotal("/ip_addresses/203.0.113.10/urls").status == 200)
  }

  @Test("a single object as a relationship, and descriptors")
  func shapes() async {
    let vendors = Vendors()
    let url = Base64URL.encode(Array("http://cdn-update.example/invoice.html".utf8))
    #expect(
      await vendors.virustotal("/urls/\(url)/last_serving_ip_address").json[path: "data", "id"] == "198.51.100.23")
    let descriptors = await vendors.virustotal("/files/\(World.loader.sha1)/relationships/contacted_ips").json["data"]?
      .array
    #expect(descriptors?.first == ["type": "ip_address", "id": "198.51.100.23"])
  }
}
