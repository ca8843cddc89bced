import CSQLite

/// A column's value as it is stored, for readers that must not take a text for the number it looks like.
public struct Cell {
  @usableFromInline let value: OpaquePointer?
  @usableFromInline let type: Int32

  // Reading such a value is not safe for several threads, which no connection here is.
  @inlinable
  init(_ value: OpaquePointer?) {
    self.value = value
    type = sqlite3_value_type(value)
  }

  /// Whether it is NULL.
  @inlinable public var isNull: Bool { type == SQLITE_NULL }

  /// The number; nil where it is anything else.
  @inlinable public var integer: Int64? { type == SQLITE_INTEGER ? sqlite3_value_int64(value) : nil }

  /// The bytes, valid during the visit; nil where it is anything else.
  @inlinable public var blob: UnsafeRawBufferPointer? { type == SQLITE_BLOB ? bytes : nil }

  /// A text's UTF-8 as it was stored, which may be none, valid during the visit; nil where it is anything else.
  @inlinable public var text: UnsafeRawBufferPointer? { type == SQLITE_TEXT ? bytes : nil }

  @inlinable var bytes: UnsafeRawBufferPointer {
    let start = sqlite3_value_blob(value)
    return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_value_bytes(value)))
  }
}
