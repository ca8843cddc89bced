import JSON
import Ledger
import Output

/// What `sql` shows.
enum QueryDisplay {
  /// Columns as the query names them; a name that occurs twice gets a number, so that no value is lost.
  static func display(_ names: [String]) -> ListDisplay<[JSONValue]> {
    let names = unique(names)
    return ListDisplay(
      fields: names,
      payload: { values in
        var object = JSONObject()
        for (name, value) in zip(names, values) { object.append(name, value) }
        return .object(object)
      },
      columns: names.enumerated().map { index, name in
        // Whether a column holds numbers is not known before its last row; text looks right in either.
        Column(name, minimumWidth: 12) { values in StyledText(text(values[index])) }
      })
  }

  private static func unique(_ names: [String]) -> [String] {
    var taken = Set<String>()
    return names.map { name in
      var unique = name
      var number = 2
      while !taken.insert(unique).inserted {
        unique = "\(name)_\(number)"
        number += 1
      }
      return unique
    }
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    default: value.text()
    }
  }

  /// A column of a documented view.
  struct TableColumn: Sendable {
    var view: String
    var column: String
    var meaning: String
  }

  static let tables = ListDisplay<TableColumn>(
    fields: ["view", "column", "meaning"],
    payload: { ["view": .string($0.view), "column": .string($0.column), "meaning": .string($0.meaning)] },
    columns: [
      Column("view") { StyledText($0.view, .bold) }, Column("column") { StyledText($0.column, .cyan) },
      Column("meaning", minimumWidth: 20) { StyledText($0.meaning) },
    ])
}
