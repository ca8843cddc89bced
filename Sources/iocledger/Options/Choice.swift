import ArgumentParser

/// An option's value that is one of a few names: the raw values.
///
/// The argument parser offers all of this for any enumeration of texts, but by way of key paths and casts, for which the
/// Swift runtime goes through all types that the program is linked of: half a million instructions for each such option.
protocol Choice: ExpressibleByArgument, CaseIterable, RawRepresentable where RawValue == String {}

// Public because the parser's protocol is, and one of the types too.
extension Choice {
  /// Reads a raw value.
  public init?(argument: String) { self.init(rawValue: argument) }
  /// How help writes a default.
  public var defaultValueDescription: String { rawValue }
  /// The raw values, in their order.
  public static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  /// What else help says about single values: nothing.
  public static var allValueDescriptions: [String: String] { [:] }
  /// What shells complete: the raw values.
  public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
