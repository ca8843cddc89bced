import Indicators
import Synchronization

/// A list of values that are not to be scored high, in the format of MISP's warning lists.
///
/// The text is read when a value is first looked up, because a list may be a megabyte and most commands look nothing
/// up in it.
public final class AllowList: Sendable {
  /// The name under which scorecards know it: its file's name without `.json`.
  public let name: String
  /// The JSON text.
  public let text: String
  private let index: Mutex<AllowListIndex?>

  /// Takes a list that was checked before; one that cannot be read after all matches nothing.
  init(name: String, unchecked text: String) {
    self.name = name
    self.text = text
    index = Mutex(nil)
  }

  /// Reads and checks a list.
  public init(name: String, parsing text: String) throws(AllowListError) {
    self.name = name
    self.text = text
    index = Mutex(try AllowListIndex(parsing: text))
  }

  /// The list made ready for looking up; an empty one where it cannot be read after all.
  private func prepared() -> AllowListIndex? {
    index.withLock { index in
      if let index { return index }
      index = (try? AllowListIndex(parsing: text)) ?? (try? AllowListIndex(parsing: #"{"type": "string", "list": []}"#))
      return index
    }
  }

  /// Whether an indicator is on the list.
  public func contains(_ indicator: Indicator) -> Bool {
    prepared()?.contains(indicator) ?? false
  }
}
