/// How zeros in front of an IPv4 address's octets are read.
public enum OctetNotation: Sendable, Hashable {
  /// Not at all: `010` is 8 to the C library and 10 to people.
  case unpadded
  /// As padding: `010.001.002.003` is `10.1.2.3`.
  case decimal
}
