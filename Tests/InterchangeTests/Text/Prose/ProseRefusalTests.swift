import Indicators
import Interchange
import Testing

@Suite("What prose means and cannot be read")
struct ProseRefusalTests {
  @Test(
    "is refused as a whole, and never becomes something shorter",
    arguments: [
      ("beacon to http://drop.example:70000/gate", "http://drop.example:70000/gate"),
      ("beacon to drop.example:70000/gate now", "drop.example:70000/gate"),
      ("beacon to 198.51.100.9:123456 now", "198.51.100.9:123456"),
      ("hxxp://203.0.113.999/a was down", "hxxp://203.0.113.999/a"),
      ("the C2 at 203[.]0[.]113[.]256 was down", "203[.]0[.]113[.]256"),
      ("it asked http://fileserver/share for more", "http://fileserver/share"),
      ("it dropped stage[.]exe there", "stage[.]exe"),
      ("from 198.51.100.40-198.51.100.10 on", "198.51.100.40-198.51.100.10"),
    ])
  func refused(text: String, whole: String) throws {
    let fates = try ProseFates(text)
    #expect(fates.taken == [])
    #expect(fates.refused == [whole])
  }

  @Test(
    "a name that begins with a hyphen is never cut down to what follows the hyphen",
    arguments: [
      "went to -img.drop.example for days", "the sender was sales@-drop.example again", "(-img.drop.example)",
    ])
  func leadingHyphen(text: String) throws {
    let taken = try ProseFates(text).taken
    #expect(!taken.contains("img.drop.example") && !taken.contains("drop.example"))
  }

  @Test("a hyphen at the beginning of a line is the mark of an item")
  func itemMark() throws {
    #expect(
      try ProseFates("-one.example\n- two.example\n-- three.example").taken == [
        "one.example", "two.example", "three.example",
      ])
  }

  @Test("an address with a final dot keeps its path, and so does a name")
  func finalDot() throws {
    let fates = try ProseFates("http://198.51.100.23./kit and http://drop.example./kit and drop.example./kit too")
    #expect(fates.taken.allSatisfy { $0.hasSuffix("/kit") })
    #expect(fates.taken.count + fates.refused.count == 3)
  }

  @Test(
    "a scheme or defanging is believed under any top-level domain",
    arguments: [
      ("https://panel.bazar/login", "https://panel.bazar/login"), ("panel[.]emc", "panel.emc"),
      ("admin[@]mail[.]libre", "admin@mail.libre"), ("tcp://node.i2p:4444", "tcp://node.i2p:4444"),
      ("node(dot)chan", "node.chan"),
    ])
  func unknownTopLevelDomain(text: String, value: String) throws {
    #expect(try ProseFates("It went to \(text) at night").taken == [value])
  }

  @Test("live names under no top-level domain are words")
  func liveUnknown() throws {
    #expect(try ProseFates("panel.bazar node.emc admin@mail.libre and std://x.y") == ProseFates("nothing here at all"))
  }

  @Test(
    "networks are taken as such in each notation",
    arguments: [
      ("203.0.113.0-203.0.113.127", ["203.0.113.0/25"]), ("203.0.113.0 - 203.0.113.255", ["203.0.113.0/24"]),
      ("203.0.113.64 – 203.0.113.127", ["203.0.113.64/26"]), ("203.0.113.16-31", ["203.0.113.16/28"]),
      ("203[.]0[.]113[.]0-203[.]0[.]113[.]3", ["203.0.113.0/30"]),
      ("203.0.113.7 - 198.51.100.2", ["203.0.113.7", "198.51.100.2"]),
      ("203.0.113.7 - 5 hits", ["203.0.113.7"]),
    ] as [(String, [String])])
  func networks(text: String, values: [String]) throws {
    #expect(try ProseFates("Scans from \(text), mostly.").taken == values)
  }

  @Test("a mask is never an address of its own")
  func mask() throws {
    let fates = try ProseFates("all of 203.0.113.0/255.255.255.128 was blocked")
    #expect(fates.taken + fates.refused == fates.taken + fates.refused.filter { $0.hasPrefix("203.0.113.0/") })
    #expect(!fates.taken.contains("255.255.255.128") && !fates.taken.contains("203.0.113.0"))
  }

  @Test("each line is accounted for: with what it names, or as one that names nothing")
  func accounting() throws {
    let fates = try ProseFates("Intro\n\nkit[.]example and 127.0.0.1\nrun.sh\nhttp://x.example:99999/\n")
    #expect(fates.taken == ["kit.example"] && fates.aside == ["127.0.0.1"])
    #expect(fates.refused == ["http://x.example:99999/"] && fates.skipped == 3)
  }
}
