import Events
import JSON
import SQLite

extension JSONValue {
  /// A value that `sql` found; bytes in hexadecimal.
  public init(_ value: ColumnValue) {
    switch value {
    case .null: self = .null
    case .integer(let number): self = .integer(number)
    case .number(let number): self = JSONValue(number)
    case .text(let text): self = .string(text)
    case .blob(let bytes): self = .string(Digest.hexadecimal(bytes))
    }
  }
}
