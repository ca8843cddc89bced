import Events
import Indicators

/// Gathers what each attribute amounts to from its statements, which follow one another.
struct MispAmounts {
  private var open: ObjectStatement?

  /// Takes in a statement; gives what the attribute before it amounts to, where this is another one's.
  mutating func take(_ statement: Statement) -> IntakeItem? {
    let isWithdrawn = statement.signals["feed.revoked"] == true
    if let object = open?.object, object == statement.object {
      if !isWithdrawn { open?.indicators.append(statement.indicator) }
      return nil
    }
    let before = finish()
    open = statement.object.map {
      ObjectStatement(
        object: $0, indicators: isWithdrawn ? [] : [statement.indicator], ending: isWithdrawn ? .deleted : nil,
        line: statement.line)
    }
    return before
  }

  /// What the last attribute amounts to.
  mutating func finish() -> IntakeItem? {
    defer { open = nil }
    return open.map { .object($0) }
  }
}
