/// What zlib could not do.
public enum ZlibError: Error, Hashable, Sendable {
  /// The bytes are not those of exactly one stream of exactly the length that was expected.
  case damaged
  /// There is no memory, or the library is another than this program was built with.
  case unavailable
}
