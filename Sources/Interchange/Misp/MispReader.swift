/// Placeholder.
public struct MispReader: IntakeReader {
  /// x.
  public init(_ source: @escaping ByteSource) {}
  /// x.
  public mutating func next() throws -> IntakeItem? { nil }
}
