#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Who runs the program, as the system knows it.
enum Login {
  /// The login name, which events are recorded under; the number of a user who has none.
  static var name: String {
    entry { String(cString: $0.pw_name) } ?? Environment.value("LOGNAME") ?? Environment.value("USER") ?? "\(getuid())"
  }

  /// The home folder in the system's list of users.
  static var homeFolder: String? { entry { String(cString: $0.pw_dir) } }

  private static func entry<Result>(_ body: (passwd) -> Result) -> Result? {
    // Only one thread is running when this is asked.
    getpwuid(getuid()).map { body($0.pointee) }
  }
}
