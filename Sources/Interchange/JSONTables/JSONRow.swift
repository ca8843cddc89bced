import JSON

/// An object as a row: the paths of its members, and what stands there.
struct JSONRow {
  /// One value, by the names that lead to it.
  struct Cell {
    var path: [String]
    var text: String
  }

  var cells: [Cell] = []
  var line: Int
  /// What it is instead of a row, where that is known.
  var role = Role.row

  enum Role {
    case row
    /// Describes the list.
    case metadata
    /// Names what was taken off the list.
    case passed
    /// A line or value that could not be read, and why.
    case damaged(String)
  }

  init(line: Int) { self.line = line }

  /// More cells than this say nothing together; so no object takes memory without bound.
  static let maximumCells = 4096
  private static let maximumDepth = 12

  /// The rows of an object: itself, and the objects in lists inside it.
  static func rows(of object: JSONValue, path: [String] = [], line: Int) -> [JSONRow] {
    var row = JSONRow(line: line)
    var others: [JSONRow] = []
    row.add(object, path, 0, &others)
    let own = row.cells.isEmpty && !others.isEmpty ? [] : row.finished(isWrapper: !others.isEmpty)
    return (own + others).map { $0.below(path) }
  }

  /// The rows that an object amounts to, of which everything is added.
  ///
  /// One around others that names no value itself describes them.
  func finished(isWrapper: Bool) -> [JSONRow] {
    guard isWrapper, !mayHoldValue else { return parted }
    var row = self
    row.role = .metadata
    return [row]
  }

  /// Adds what a value holds; objects in lists become rows of their own.
  mutating func add(_ value: JSONValue, _ path: [String], _ depth: Int, _ others: inout [JSONRow]) {
    guard cells.count < Self.maximumCells, depth < Self.maximumDepth else { return }
    switch value {
    case .null: break
    case .string(let text): cells.append(Cell(path: path, text: text))
    case .bool(let truth): cells.append(Cell(path: path, text: truth ? "true" : "false"))
    case .integer(let number): cells.append(Cell(path: path, text: String(number)))
    case .number(let number): cells.append(Cell(path: path, text: String(number)))
    case .array(let elements):
      for element in elements {
        if case .object = element {
          others += Self.rows(of: element, path: path, line: line)
        } else {
          add(element, path, depth + 1, &others)
        }
      }
    case .object(let object):
      for member in object.members {
        if CertainValue.indicator(member.name.trimmed) != nil {
          // The name is the value, and what it leads to is about that.
          var row = JSONRow(line: line)
          row.cells = [Cell(path: path + ["indicator"], text: member.name)]
          row.add(member.value, path, depth + 1, &others)
          others.append(row.below(path))
        } else {
          add(member.value, path + [member.name], depth + 1, &others)
        }
      }
    }
  }

  /// Marks rows below a member that names what is no longer listed.
  private func below(_ path: [String]) -> JSONRow {
    var row = self
    if path.contains(where: { Self.removals.contains($0.nameKey) }) { row.role = .passed }
    return row
  }

  private static let removals: Set<String> = ["deleted", "removed", "delisted", "expired", "allowlist", "whitelist"]

  private var mayHoldValue: Bool { cells.contains { $0.mayBeValue } }

  /// The row by itself, or its members', where each holds values: a list that is written as an object by its ids.
  private var parted: [JSONRow] {
    var groups: [(name: String, cells: [Cell])] = []
    var shared: [Cell] = []
    for cell in cells {
      guard cell.path.count > 1, let name = cell.path.first else {
        shared.append(cell)
        continue
      }
      if groups.last?.name == name {
        groups[groups.count - 1].cells.append(cell)
      } else {
        groups.append((name, [cell]))
      }
    }
    guard groups.count > 1, groups.allSatisfy({ $0.cells.contains { $0.mayBeValue } }) else { return [self] }
    return groups.map { group in
      var row = self
      row.cells = group.cells + shared
      return row
    }
  }
}

extension JSONRow.Cell {
  /// Whether this is a value, and no word about one.
  fileprivate var mayBeValue: Bool {
    switch JSONTable.role(of: path) {
    case .value, nil: !CellReading(text.trimmed, kinds: []).indicators.isEmpty
    default: false
    }
  }
}
