import JSON

/// How a command shows a list of items, said once for all formats.
public struct ListDisplay<Item>: Sendable {
  /// The names of the CSV columns, in order; each is a member of the payload, or a path to one such as `from.score`.
  public let fields: [String]
  /// An item in the shape of the JSON contract.
  public let payload: @Sendable (Item) -> JSONValue
  /// What people see.
  public let columns: [Column<Item>]

  /// Describes a list.
  public init(fields: [String], payload: @escaping @Sendable (Item) -> JSONValue, columns: [Column<Item>]) {
    self.fields = fields
    self.payload = payload
    self.columns = columns
  }
}
