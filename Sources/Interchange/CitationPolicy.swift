import Indicators

/// What becomes of values that an input merely cites: by default they are set aside.
///
/// Readers tell a citation by the value itself and by what the text says about it; this says what the user wants then.
public struct CitationPolicy: Sendable {
  /// Takes in what would be set aside (`--take-all`).
  public var takesAll: Bool
  /// Sets aside, in prose, what could be defanged and is not: a text that defangs what it warns of leaves its own links
  /// as they are (`--only-defanged`).
  public var wantsDefanged: Bool
  /// Names the allow list that holds an indicator; nil where none does.
  public var allowList: (@Sendable (Indicator) -> String?)?

  /// States what is wanted; by default nothing but what is meant is taken in.
  public init(
    takesAll: Bool = false, wantsDefanged: Bool = false, allowList: (@Sendable (Indicator) -> String?)? = nil
  ) {
    self.takesAll = takesAll
    self.wantsDefanged = wantsDefanged
    self.allowList = allowList
  }
}
