import Events

/// Collects a connector's signals, each named `<connector>.<name>`; what a vendor does not say is not written.
struct SignalWriter {
  let source: String
  private(set) var facts = Facts()

  init(_ source: String) { self.source = source }

  mutating func set(_ name: String, _ value: Int64?) { write(name, value.map(SignalValue.integer)) }
  mutating func set(_ name: String, _ value: Bool?) { write(name, value.map(SignalValue.bool)) }
  mutating func set(_ name: String, _ value: String?) { write(name, value.map(SignalValue.text)) }
  mutating func set(_ name: String, _ value: [String]?) { write(name, value.map(SignalValue.texts)) }
  mutating func set(_ name: String, _ value: [Int64]?) {
    write(name, value.map { .list($0.map(SignalValue.integer)) })
  }
  mutating func set(_ name: String, number value: Double?) { write(name, value.flatMap { SignalValue($0) }) }

  private mutating func write(_ name: String, _ value: SignalValue?) {
    if let value { facts["\(source).\(name)"] = value }
  }
}
