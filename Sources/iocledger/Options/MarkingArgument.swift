import ArgumentParser
import Indicators

/// A marking of the Traffic Light Protocol on the command line.
enum MarkingArgument {
  static func parse(_ text: String) throws -> TrafficLight {
    guard let marking = TrafficLight(parsing: text) else {
      let names = TrafficLight.allCases.map(\.name).joined(separator: ", ")
      throw ValidationError("write one of \(names)")
    }
    return marking
  }

  static let completion = CompletionKind.list(TrafficLight.allCases.map(\.name))
}

extension String {
  /// Whether there is nothing to see.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
