import Indicators
import Testing

@Suite struct TopLevelDomainsTests {
  @Test(
    "IANA's and RFC 2606's names are known, first and last of the list included",
    arguments: [
      "aaa", "com", "de", "museum", "zuerich", "zw", "xn--p1ai", "xn--zfr164b", "test", "example", "invalid",
      "localhost", "arpa",
    ])
  func known(name: String) {
    #expect(TopLevelDomains.contains(name))
  }

  @Test(
    "everything else is not",
    arguments: [
      "", "local", "internal", "onion", "exe", "com ", "co m", "COM", "aa", "zzzz", "c", "con", "coma", "aaa aarp",
      "\n",
    ])
  func unknown(name: String) {
    #expect(!TopLevelDomains.contains(name))
  }
}
