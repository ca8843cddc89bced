import Indicators

/// A line of a hosts file, which sends names to the machine itself or nowhere: `0.0.0.0 evil.example`.
enum HostsLine {
  /// The names of the line, without those that every hosts file holds; nil where this is no such line.
  static func names(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    let words = text.split(whereSeparator: \.isBlank)
    guard words.count > 1, let address = words.first, sinks.contains(where: address.elementsEqual) else { return nil }
    let names = words.dropFirst()
    // `0.0.0.0 . example` and the like is no name behind an address.
    guard names.allSatisfy({ $0.contains(where: \.isAlphanumeric) }) else { return nil }
    return names.filter { name in !ownNames.contains { $0.elementsEqual(name) } }
  }

  private static let sinks = ["0.0.0.0", "127.0.0.1", "::", "::1"].map { Array($0.utf8) }

  private static let ownNames = [
    "localhost", "localhost.localdomain", "local", "broadcasthost", "ip6-localhost", "ip6-loopback", "0.0.0.0",
  ].map { Array($0.utf8) }
}
