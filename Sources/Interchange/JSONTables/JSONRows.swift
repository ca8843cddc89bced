import JSON

/// Walks through a JSON text and gives its objects as rows, in memory that the largest of them bounds.
struct JSONRows {
  private enum Input {
    case document(JSONStream)
    /// One value a line, so that a damaged line costs itself only.
    case lines(LineSplitter)
  }

  private var input: Input
  /// The members of the outer object that hold no lists.
  private var outer = JSONRow(line: 1)
  private var hasInner = false
  private var pending: ArraySlice<JSONRow> = []

  init(_ source: @escaping ByteSource, areLines: Bool) {
    if areLines {
      input = .lines(LineSplitter(source, limit: JSONStream.maximumValueSize))
    } else {
      input = .document(
        JSONStream(source) { path, shape in
          // The outermost object or list, and the lists in it, are walked through; what is in these is taken whole.
          switch (path.count, shape) {
          case (0, .object), (0, .array): .enter
          case (1, .array): if case .member = path[0] { .enter } else { .take }
          default: .take
          }
        })
    }
  }

  /// Whether a text holds one value a line: its first line is a whole one, and another follows.
  static func areLines(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1)
    guard lines.count == 2, lines[1].contains(where: { $0 > 0x20 }), case .object = try? JSONValue(parsing: lines[0])
    else { return false }
    return true
  }

  mutating func next() throws -> JSONRow? {
    while pending.isEmpty {
      switch input {
      case .lines(var lines):
        guard let line = try lines.next() else { return nil }
        input = .lines(lines)
        read(line)
      case .document(var stream):
        guard let part = try stream.next() else { return nil }
        input = .document(stream)
        try read(part)
      }
    }
    return pending.popFirst()
  }

  private mutating func read(_ line: TextLine) {
    guard line.bytes.contains(where: { $0 > 0x20 }) else { return }
    do throws(JSONError) {
      pending += JSONRow.rows(of: try JSONValue(parsing: line.bytes), line: line.number)
    } catch {
      var row = JSONRow(line: line.number)
      row.cells = [JSONRow.Cell(path: [], text: line.text)]
      row.role = .damaged("this line is no JSON: \(error.message)")
      pending.append(row)
    }
  }

  private mutating func read(_ part: JSONStream.Part) throws {
    switch part {
    case .entered(let path, let line):
      if path.isEmpty {
        outer = JSONRow(line: line)
        hasInner = false
      }
    case .left(let path): if path.isEmpty { finishOuter() }
    case .oversized(let path, let line):
      var row = JSONRow(line: line)
      row.cells = [JSONRow.Cell(path: [], text: Self.names(path).joined(separator: "."))]
      row.role = .damaged("a value larger than 16 MiB; split the file")
      pending.append(row)
    case .value(let path, let fragment): take(try fragment.value(), path, line: fragment.line)
    }
  }

  private mutating func take(_ value: JSONValue, _ steps: [JSONStep], line: Int) {
    let names = Self.names(steps)
    var others: [JSONRow] = []
    if case .object = value, steps.last != .member(names.last ?? "") {
      hasInner = true
      pending += JSONRow.rows(of: value, path: names, line: line)
    } else if names.count == 1, CertainValue.indicator(names[0].trimmed) != nil {
      // An object by its values.
      var object = JSONObject()
      object.append(names[0], value)
      pending += JSONRow.rows(of: .object(object), line: line)
    } else if names.isEmpty {
      // A list of plain values.
      var row = JSONRow(line: line)
      row.add(value, ["indicator"], 0, &others)
      pending.append(row)
    } else {
      outer.add(value, names, 0, &others)
      // A list of a million plain values is not kept together.
      if outer.cells.count >= JSONRow.maximumCells { finishOuter() }
    }
    pending += others
  }

  private mutating func finishOuter() {
    guard !outer.cells.isEmpty else { return }
    pending += outer.finished(isWrapper: hasInner)
    outer = JSONRow(line: outer.line)
  }

  private static func names(_ path: [JSONStep]) -> [String] {
    path.compactMap { if case .member(let name) = $0 { name } else { nil } }
  }
}
