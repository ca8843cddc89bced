/// A part of the input that states nothing, and why.
public struct Skip: Hashable, Sendable {
  /// The line it starts on, from 1.
  public var line: Int
  /// Why it states nothing.
  public var reason: Reason

  /// Why a part of an input states nothing.
  public enum Reason: String, CaseIterable, Sendable, Hashable {
    /// Nothing but blanks.
    case blank
    /// A comment.
    case comment
    /// The names of columns, or a line that tells the separator.
    case header
    /// Prose in which no indicator is named.
    case prose
    /// An object or attribute of a kind that is not kept.
    case unkept = "not kept"
    /// A marking definition: it takes effect on what refers to it.
    case marking = "marking definition"
    /// An object that its source has taken back.
    case ended
    /// What a list lets pass instead of naming it.
    case passed
    /// A record that describes the list itself, not what is in it.
    case metadata
    /// An object that says nothing beyond what another of the input says.
    case repeated
  }

  /// States what is passed over.
  public init(line: Int, reason: Reason) {
    self.line = line
    self.reason = reason
  }
}
