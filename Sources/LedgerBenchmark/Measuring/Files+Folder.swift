import EventLog

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Files {
  /// Removes a folder of the benchmark's with everything in it; a symbolic link is removed, not followed.
  static func removeFolder(_ path: String) {
    for name in names(in: path) {
      let child = "\(path)/\(name)"
      if unlink(child) != 0 { removeFolder(child) }
    }
    rmdir(path)
  }
}

/// Writes to the standard error, where progress goes.
func writeError(_ text: String) {
  var text = text
  text.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
}
