import Testing

@testable import Indicators

@Suite struct TopLevelDomainsTests {
  @Test("the list is sorted by its bytes, so that every name of it is found")
  func sorted() {
    let names = TopLevelDomains.names.description.split(whereSeparator: \.isWhitespace)
    #expect(names.count > 1400)
    #expect(zip(names, names.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(names.allSatisfy { TopLevelDomains.contains(String($0)) })
  }

  @Test(
    "IANA's and RFC 2606's names are known, first and last of the list included",
    arguments: [
      "aaa", "com", "de", "museum", "zuerich", "zw", "xn--p1ai", "xn--zfr164b", "test", "example", "invalid",
      "localhost", "arpa", "web", "hotel",
    ])
  func known(name: String) {
    #expect(TopLevelDomains.contains(name))
  }

  @Test("the list says of which day it is")
  func day() {
    let parts = TopLevelDomains.day.split(separator: "-").compactMap { Int($0) }
    #expect(parts.count == 3)
    #expect(parts[0] >= 2026)
    #expect((1...12).contains(parts[1]) && (1...31).contains(parts[2]))
  }

  @Test(
    "everything else is not",
    arguments: [
      "", "local", "goo", "dunlop", "internal", "onion", "exe", "com ", "co m", "COM", "aa", "zzzz", "c", "con", "coma",
      "aaa aarp",
      "\n",
    ])
  func unknown(name: String) {
    #expect(!TopLevelDomains.contains(name))
  }
}
