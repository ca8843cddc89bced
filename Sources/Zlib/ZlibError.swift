/// What zlib could not do.
public enum ZlibError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes are not those of exactly one stream of exactly the length that was expected.
  case damaged
  /// There is no memory, or the library is another than this program was built with.
  case unavailable

  /// The error in words.
  public var description: String {
    switch self {
    case .damaged: "the compressed bytes are damaged"
    case .unavailable: "zlib cannot be used: there is too little memory, or it is of another version"
    }
  }
}
