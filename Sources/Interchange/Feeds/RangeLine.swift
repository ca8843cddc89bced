import Indicators

/// A line of a list of address ranges for file sharing programs: `name:192.0.2.0-192.0.2.255` of PeerGuardian, and
/// `192.0.2.0 - 192.0.2.255 , 100 , name` of eMule, where a level above 127 lets pass.
enum RangeLine {
  case range(AddressRange)
  case passed

  /// Nil for a line of another form.
  init?(_ line: ArraySlice<UInt8>) {
    guard line.contains(UInt8(ascii: "-")), line.count < 1024 else { return nil }
    let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    if fields.count > 2, let range = Self.range(fields[0]), let level = Int(Self.text(fields[1]).trimmed) {
      self = level > 127 ? .passed : .range(range)
      return
    }
    guard let colon = line.lastIndex(of: UInt8(ascii: ":")), let range = Self.range(line[(colon + 1)...]) else {
      return nil
    }
    self = .range(range)
  }

  private static func range(_ bytes: ArraySlice<UInt8>) -> AddressRange? { AddressRange(parsing: text(bytes)) }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
