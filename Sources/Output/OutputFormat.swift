/// The formats of `--output`.
///
/// The raw values are names in the command line's contract: formats may be added, never renamed. Whoever adds one is
/// led by the compiler to ``ListWriter`` and ``ObjectWriter``, the only places that switch over it.
public enum OutputFormat: String, CaseIterable, Hashable, Sendable {
  /// Aligned columns for people; nothing at all where there is nothing to show.
  case table
  /// One JSON value; `[]` where there is nothing to show.
  case json
  /// One JSON value a line; nothing at all where there is nothing to show.
  case ndjson
  /// RFC 4180 with a header, which is there even without rows.
  case csv
}
