import Events
import Indicators

/// Gathers what each attribute amounts to from its statements, which follow one another.
struct MispAmounts {
  private var open: ObjectStatement?

  /// Takes in a statement; gives what the attribute before it amounts to, where this is another one's.
  mutating func take(_ statement: Statement) -> IntakeItem? {
    let isWithdrawn = statement.isWithdrawn
    if let object = open?.object, object == statement.object {
      if !isWithdrawn { open?.indicators.append(statement.indicator) }
      return nil
    }
    let before = finish()
    open = statement.object.map { object in
      guard isWithdrawn else {
        return ObjectStatement(object: object, indicators: [statement.indicator], line: statement.line)
      }
      // Nothing else carries the marking of what is no longer said.
      return ObjectStatement(
        object: object, indicators: [], ending: .deleted, trafficLight: statement.trafficLight,
        permissibleActions: statement.permissibleActions, line: statement.line)
    }
    return before
  }

  /// What the last attribute amounts to.
  mutating func finish() -> IntakeItem? {
    defer { open = nil }
    return open.map { .object($0) }
  }
}

extension Statement {
  /// Whether the source has taken it back.
  var isWithdrawn: Bool { signals["feed.revoked"] == true }

  /// What it is to the reader of a MISP event: what is deleted there is not said, to nobody who had not heard it before.
  var mispItem: IntakeItem {
    isWithdrawn ? .skipped(Skip(line: line, reason: .ended)) : .statement(self)
  }
}
