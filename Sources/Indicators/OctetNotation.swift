/// How zeros in front of an IPv4 address's octets are read.
public enum OctetNotation: String, CaseIterable, Sendable, Hashable {
  /// Not at all: `010` is 8 to the C library and 10 to people.
  case refused
  /// As padding, as DShield and eMule write them: `010.001.002.003` is `10.1.2.3`.
  case decimal
}
