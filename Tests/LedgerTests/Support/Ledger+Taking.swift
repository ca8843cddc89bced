import Foundation
import Indicators
import Interchange
import Ledger

extension Ledger {
  /// Takes in a text as `ingest` does.
  @discardableResult
  func take(
    _ text: String, format: IntakeFormat = .auto, source: String = "feed", trafficLight: TrafficLight? = nil,
    labels: [String] = []
  ) throws -> IntakeReport {
    try take(Array(text.utf8), format: format, fileName: "feed.txt", source: source, trafficLight, labels)
  }

  /// Takes in a file as `ingest` does.
  @discardableResult
  func take(file: URL, format: IntakeFormat = .auto) throws -> IntakeReport {
    let name = file.lastPathComponent
    return try take([UInt8](Data(contentsOf: file)), format: format, fileName: name, source: name)
  }

  private func take(
    _ bytes: [UInt8], format: IntakeFormat, fileName: String, source: String, _ trafficLight: TrafficLight? = nil,
    _ labels: [String] = []
  ) throws -> IntakeReport {
    var rest = bytes[...]
    let reader = try format.reader(fileName: fileName) {
      defer { rest = rest.dropFirst(4096) }
      return Array(rest.prefix(4096))
    }.reader
    let intake = Intake(
      self, options: IntakeOptions(source: source, trafficLight: trafficLight, labels: labels), file: fileName)
    try intake.run(reader)
    return intake.report
  }

  /// The rows of a list.
  func rows(_ query: ListQuery = ListQuery(), at point: PointInTime = PointInTime(), rules: Rules = .active) throws
    -> [ListRow]
  {
    var rows: [ListRow] = []
    try list(query, at: point, rules: rules) { rows.append($0) }
    return rows
  }
}

func ioc(_ text: String) throws -> Indicator { try Indicator(parsing: text) }
