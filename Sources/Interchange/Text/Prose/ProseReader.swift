import Events
import Indicators
import Time

/// Finds the indicators in prose: reports, advisories, e-mails, rules, logs, code, defanged or not.
///
/// Every mention is a statement of its own, with the number of its line. A URL or e-mail address does not make its host
/// an indicator; a host with a path but no scheme is the URL `http://host/path`. Lines of any length pass through flat
/// memory.
///
/// | in the text | is |
/// |---|---|
/// | a name under a top-level domain of IANA's or RFC 2606's | taken, unless it reads as a version, malware or code |
/// | what has a scheme, or is defanged | taken under any top-level domain |
/// | a name that may be a file's (`.sh`, `.pl`, `.zip` …) | taken defanged, in a URL, or alone among hosts |
/// | `192.0.2.0-192.0.2.255`, `192.0.2.0/255.255.255.0` | taken as the networks they are |
/// | `\\192.0.2.7@8080\DavWWWRoot` | the server is taken |
/// | an imphash, a JA3, a commit … named so | rejected: no checksum of a file |
/// | a URL, address or name that cannot be read | rejected as a whole |
/// | a reserved address, the hash of the empty file, an allow-listed value | set aside (see ``CitationPolicy``) |
/// | references, authors, signatures, namespaces, pages of those who publish | set aside |
/// | a line with nothing of this | skipped |
public struct ProseReader: IntakeReader {
  /// What was found on a line that waits for what follows it.
  private enum Held {
    case item(IntakeItem)
    case uncertain(IntakeItem, line: Int)
  }

  private let policy: CitationPolicy
  private var lines: ProseLines
  private var context = ProseContext()
  private var ready: [IntakeItem] = []
  private var position = 0
  private var held: [Held] = []
  /// What the items before are: names of hosts or of files.
  private var neighbour: ProseContext.Content?
  private var blankLines = 0
  /// So many lines may wait to be told what they hold.
  private static let longestWait = 512

  /// Reads from a source.
  public init(_ source: @escaping ByteSource, citations policy: CitationPolicy = CitationPolicy()) {
    self.policy = policy
    lines = ProseLines(source)
  }

  /// The next item, or nil at the end of the input; a line without indicators is skipped.
  public mutating func next() throws -> IntakeItem? {
    while position == ready.count {
      ready.removeAll(keepingCapacity: true)
      position = 0
      guard let line = try lines.next() else {
        guard !held.isEmpty else { return nil }
        settle(.files)
        continue
      }
      read(line)
    }
    defer { position += 1 }
    return ready[position]
  }

  private mutating func read(_ line: TextLine) {
    var scanner = ProseScanner(line.bytes)
    scanner.scan()
    let skipped = IntakeItem.skipped(Skip(line: line.number, reason: .prose))
    guard let first = scanner.found.first else {
      noteEmpty(line.bytes)
      add(.item(skipped))
      return
    }
    let shape = LineShape(scanner.bytes[...])
    context.note(shape, first: first.range)
    noteNeighbour(first, shape)
    var isEmpty = true
    for (index, finding) in scanner.found.enumerated() {
      var finding = finding
      if case .uncertain(let indicator) = finding.outcome, isAmongNames(index, scanner) {
        finding.outcome = .indicator(indicator)
      }
      guard let found = outcome(of: finding, scanner.bytes, shape, line.number) else { continue }
      add(found)
      isEmpty = false
    }
    if isEmpty { add(.item(skipped)) }
    if held.count > Self.longestWait { settle(.files) }
  }

  /// What becomes of a finding; nil for what is no indicator here.
  private func outcome(of finding: ProseFinding, _ bytes: [UInt8], _ shape: LineShape, _ line: Int) -> Held? {
    switch finding.outcome {
    case .refused(let reason):
      let text = String(decoding: bytes[finding.range].prefix(800), as: UTF8.self)
      return .item(.rejected(Rejection(line: line, text: text, reason: reason)))
    case .indicator(let indicator):
      if indicator.kind.isHash, let name = context.fingerprint(finding.range, shape) {
        let reason = "named as \(name), so that it is no checksum of a file"
        return .item(.rejected(Rejection(line: line, text: indicator.value, reason: reason)))
      }
      if indicator.kind == .domain, !finding.isDefanged, context.content(finding.range, shape) == .files { return nil }
      return .item(item(indicator, cited: citation(indicator, finding, shape), line))
    case .uncertain(let indicator):
      let item = item(indicator, cited: citation(indicator, finding, shape), line)
      if let content = context.content(finding.range, shape) { return content == .names ? .item(item) : nil }
      guard shape.isAlone(finding.range) else { return nil }
      switch context.announced ?? neighbour {
      case .names: return .item(item)
      case .files: return nil
      case nil: return .uncertain(item, line: line)
      }
    }
  }

  private func item(_ indicator: Indicator, cited reason: String?, _ line: Int) -> IntakeItem {
    guard let reason, !policy.takesAll else {
      return .statement(Statement(indicator: indicator, signals: .listed, line: line))
    }
    return .setAside(Rejection(line: line, text: indicator.value, reason: reason))
  }

  /// Why an indicator is merely cited; nil where it is meant.
  private func citation(_ indicator: Indicator, _ finding: ProseFinding, _ shape: LineShape) -> String? {
    if policy.takesAll { return nil }
    if !finding.isDefanged || indicator.kind.isHash, let reason = CitedValue.reason(indicator) { return reason }
    if let list = policy.allowList?(indicator) { return "on the allow list \(list)" }
    guard indicator.kind == .url || indicator.kind == .domain || indicator.kind == .email else {
      return policy.wantsDefanged && !finding.isDefanged && !indicator.kind.isHash ? Self.live : nil
    }
    if let reason = context.citation(indicator, finding, shape) { return reason }
    return policy.wantsDefanged && !finding.isDefanged ? Self.live : nil
  }

  private static let live = "not defanged, where only what is defanged is wanted"

  // MARK: What the neighbours say

  private mutating func noteEmpty(_ line: ArraySlice<UInt8>) {
    context.note(line)
    if !line.contains(where: { !$0.isBlank }) {
      blankLines += 1
      if blankLines > 1 { endRun() }
      return
    }
    blankLines = 0
    let shape = LineShape(line)
    let text = shape.text
    // A single word with a dot is a name, and no host's.
    if text.contains(UInt8(ascii: ".")), !text.contains(where: \.isBlank) {
      neighbour = .files
      settle(.files)
    } else {
      endRun()
    }
  }

  /// Ends a run of items: what is not settled by now is not taken.
  private mutating func endRun() {
    neighbour = nil
    settle(.files)
  }

  private mutating func noteNeighbour(_ first: ProseFinding, _ shape: LineShape) {
    blankLines = 0
    guard shape.isSubject(first.range) else { return endRun() }
    guard case .indicator(let indicator) = first.outcome else { return }
    if indicator.kind.isHash {
      endRun()
    } else {
      neighbour = .names
      settle(.names)
    }
  }

  /// Whether a name stands in a list such as `a.example;b.pl;c.sh` with one that is a host's.
  private func isAmongNames(_ index: Int, _ scanner: ProseScanner) -> Bool {
    let found = scanner.found
    func isListed(_ first: Int, _ second: Int) -> Bool {
      let start = found[first].range.upperBound
      let end = found[second].range.lowerBound
      guard start < end, end - start <= 4 else { return false }
      let between = scanner.bytes[start..<end]
      return between.allSatisfy { " ;,'\"".utf8.contains($0) } && between.contains { ";,".utf8.contains($0) }
    }
    for step in [-1, 1] {
      var other = index
      walk: for _ in 0..<16 {
        let next = other + step
        guard found.indices.contains(next), isListed(min(other, next), max(other, next)) else { break }
        other = next
        switch found[other].outcome {
        case .indicator(let indicator): if indicator.kind == .domain { return true } else { break walk }
        case .uncertain: continue
        case .refused: break walk
        }
      }
    }
    return false
  }

  private mutating func add(_ found: Held) {
    if case .item(let item) = found, held.isEmpty {
      ready.append(item)
    } else {
      held.append(found)
    }
  }

  /// Lets what waited go on, as what it turned out to be.
  private mutating func settle(_ content: ProseContext.Content) {
    guard !held.isEmpty else { return }
    for found in held {
      switch found {
      case .item(let item): ready.append(item)
      case .uncertain(let item, let line):
        ready.append(content == .names ? item : .skipped(Skip(line: line, reason: .prose)))
      }
    }
    held = []
  }
}
