#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What one run of a command took.
struct CommandRun {
  /// From the start of the process until it was gone.
  var seconds: Double
  /// The largest resident set, in bytes.
  var peakMemory: Int64

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs a command to its end, with its output thrown away.
  ///
  /// The process is started by a small process in between (`launch`): Linux counts the memory of whoever starts a
  /// process as that process's own peak, and a benchmark holds a lot.
  static func measure(_ arguments: [String], launcher: String) throws -> CommandRun {
    let pipe = try Pipe()
    let child = try spawn([launcher, "launch", "--"] + arguments, output: pipe.writeEnd)
    close(pipe.writeEnd)
    let report = pipe.readAll().split(separator: " ").map(String.init)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard report.count == 3, let seconds = Double(report[0]), let memory = Int64(report[1]), let code = Int32(report[2])
    else { throw Failure(description: "\(arguments.joined(separator: " ")) could not be run") }
    guard code == 0 else {
      throw Failure(description: "\(arguments.joined(separator: " ")) ended with status \(code)")
    }
    return CommandRun(seconds: seconds, peakMemory: memory)
  }

  /// Starts a command and prints what it took: seconds, peak memory in bytes, status.
  static func launch(_ arguments: [String]) throws {
    let nowhere = open("/dev/null", O_RDWR)
    var usage = rusage()
    var status: Int32 = 0
    let time = try elapsed {
      let child = try spawn(arguments, output: nowhere)
      while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
    }
    let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    #if canImport(Darwin)
      let memory = Int64(usage.ru_maxrss)
    #else
      let memory = Int64(usage.ru_maxrss) * 1024
    #endif
    print(time, memory, code)
  }

  private static func spawn(_ arguments: [String], output: Int32) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    // No environment: neither settings nor keys of whoever runs the benchmark.
    var environment: [UnsafeMutablePointer<CChar>?] = [nil]
    let code = posix_spawn(&child, arguments[0], &actions, nil, &words, &environment)
    guard code == 0 else {
      throw Failure(description: "\(arguments[0]) cannot be started: \(String(cString: strerror(code)))")
    }
    return child
  }

  private struct Pipe {
    let readEnd: Int32
    let writeEnd: Int32

    init() throws {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { throw Failure(description: "no pipe could be made") }
      (readEnd, writeEnd) = (ends[0], ends[1])
      _ = fcntl(readEnd, F_SETFD, FD_CLOEXEC)
    }

    func readAll() -> String {
      defer { close(readEnd) }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(readEnd, &buffer, buffer.count)
        guard count > 0 else { return String(decoding: bytes, as: UTF8.self).filter { $0 != "\n" } }
        bytes += buffer[..<count]
      }
    }
  }
}
