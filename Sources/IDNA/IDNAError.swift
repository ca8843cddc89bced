/// Why a name has no form for DNS.
public enum IDNAError: Error, Hashable, Sendable {
  /// A character that no domain name holds, or that is younger than libidn2's Unicode.
  case disallowed(Unicode.Scalar)
  /// A label starts with a combining mark.
  case leadingMark
  /// A zero-width joiner stands where no script needs one (RFC 5892, appendix A.1 and A.2).
  case misplacedJoiner
  /// A label runs from left to right and from right to left (RFC 5893 §2).
  case mixedDirections
  /// A label starts with `xn--` and is not what any name is encoded as.
  case notPunycode
  /// A label holds both a symbol and `ß` or `ς`, which libidn2 does not encode together.
  case notEncodable
  /// A label is too long for DNS once it is encoded.
  case tooLong
}
