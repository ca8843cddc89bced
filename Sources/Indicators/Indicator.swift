/// An indicator of compromise: a kind and a value in its canonical form, so that equality is identity.
public struct Indicator: Hashable, Sendable {
  /// What sort of thing it is.
  public let kind: IndicatorKind
  /// The canonical value, such as `2001:db8::1` or `evil.example`.
  public let value: String

  /// Wraps a value that is canonical already, because it comes from the log or from a parser of this module.
  public init(_ kind: IndicatorKind, canonical value: String) {
    self.kind = kind
    self.value = value
  }
}
