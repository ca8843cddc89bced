import Foundation
import LibFuzzer

/// Gives libFuzzer's inputs to the target that `FUZZ_TARGET` names; the arguments are libFuzzer's own.
@main enum Fuzz {
  /// Not an argument, so that libFuzzer can start the program again by its own arguments.
  static let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
      fatalError("FUZZ_TARGET is one of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return target
  }()

  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    let code = LLVMFuzzerRunDriver(&count, &arguments) { data, size in
      Fuzz.target.check(Array(UnsafeBufferPointer(start: data, count: size)))
      return 0
    }
    exit(code)
  }
}

/// What can be fuzzed: a file for each beside this one.
enum FuzzTarget: String, CaseIterable {
  case prose, stix, misp, delimited, scorecard, vendors

  /// Reads an input and stops the program where a promise is broken.
  func check(_ bytes: [UInt8]) {
    switch self {
    case .prose: checkProse(bytes)
    case .stix: checkStix(bytes)
    case .misp: checkMisp(bytes)
    case .delimited: checkDelimited(bytes)
    case .scorecard: checkScorecard(bytes)
    case .vendors: checkVendors(bytes)
    }
  }
}

/// Stops the program with what is wrong, so that libFuzzer keeps the input.
func require(_ condition: Bool, _ what: @autoclosure () -> String) {
  if !condition { fatalError(what()) }
}
