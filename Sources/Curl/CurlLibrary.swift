import CCurl

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The system's libcurl, loaded the first time it is asked for.
///
/// Unchecked: the table of functions is filled before anybody has it, and never changes afterwards.
struct CurlLibrary: @unchecked Sendable {
  /// Its functions, which stay for as long as the process.
  let functions: UnsafePointer<ccurl>

  /// The names it goes by: with OpenSSL, with GnuTLS, and of macOS.
  private static let names = ["libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib"]

  private static let loaded = Result<CurlLibrary, CurlError> { () throws(CurlError) in try CurlLibrary() }

  /// The library, or why there is none.
  static func get() throws(CurlError) -> CurlLibrary { try loaded.get() }

  private init() throws(CurlError) {
    guard let library = Self.names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
      throw CurlError(.unavailable, "libcurl is not installed (\(Self.names[0]))")
    }
    let functions = UnsafeMutablePointer<ccurl>.allocate(capacity: 1)
    if let missing = ccurl_find(functions, library) {
      throw CurlError(.unavailable, "the installed libcurl is older than 7.68: it has no \(String(cString: missing))")
    }
    guard functions.pointee.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else {
      throw CurlError(.unavailable, "the installed libcurl cannot be set up")
    }
    self.functions = UnsafePointer(functions)
  }
}
