extension Indicator {
  /// Reads one indicator, defanged or not, from a text that holds nothing else: a value column, an argument, an API field.
  ///
  /// `kind` says what the text is known to be; without it the kind follows from the shape.
  public init(parsing text: String, as kind: IndicatorKind? = nil) throws(IndicatorError) {
    throw IndicatorError(.unknownKind, "not implemented")
  }
}
