/// How addresses whose octets are padded with zeros are read.
public enum OctetNotation: String, CaseIterable, Sendable {
  /// As what they are: ambiguous.
  case refused
  /// As decimal, as DShield and eMule write them.
  case decimal
}
