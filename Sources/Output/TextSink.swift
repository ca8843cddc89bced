/// Where text goes: a file descriptor, or memory in tests.
public protocol TextSink: Sendable {
  /// Takes text, and may keep it until ``flush()``.
  func write(_ text: String) throws(OutputError)

  /// Hands on everything taken so far.
  func flush() throws(OutputError)
}
