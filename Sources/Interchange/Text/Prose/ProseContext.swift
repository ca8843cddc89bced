import Indicators

/// What the lines so far say about those that follow: under which heading they stand, and in which part of a mail.
struct ProseContext {
  /// What a list of items holds.
  enum Content { case names, files }

  /// What the last heading announces.
  private(set) var announced: Content?
  /// What the last heading calls digits that are no checksum of a file.
  private(set) var fingerprint: String?
  /// Whether the items belong to a list of references.
  private var isCiting = false
  /// Whether the rest is the signature of a mail (RFC 3676 §4.3).
  private var isSignature = false
  /// The columns of a table drawn with `|`.
  private var columns: [Column] = []

  private struct Column {
    var fingerprint: String?
    var content: Content?
  }

  /// Takes note of a line in which nothing was found.
  mutating func note(_ line: ArraySlice<UInt8>) {
    if line.elementsEqual("-- ".utf8) {
      isSignature = true
      return
    }
    guard line.contains(where: { !$0.isBlank }) else { return }
    if line.contains(UInt8(ascii: "|")) { noteTable(line) } else { columns = [] }
    let shape = LineShape(line)
    guard shape.isHeading else {
      // A path or the name of a file goes on with the list, a sentence ends it.
      if shape.text.contains(where: \.isBlank) { forget() }
      return
    }
    fingerprint = HashLabel(heading: shape.text).fingerprint
    announced = Self.content(shape.text)
    let label = shape.label ?? String(decoding: shape.text.filter(\.isLetter).map(\.lowercased), as: UTF8.self)
    isCiting = Self.citingHeadings.contains(label)
  }

  private mutating func forget() {
    announced = nil
    fingerprint = nil
    isCiting = false
  }

  /// Remembers what the columns of a table are called.
  private mutating func noteTable(_ line: ArraySlice<UInt8>) {
    // `|---|---|` parts the names from the rows.
    guard columns.isEmpty, line.contains(where: \.isLetter) else { return }
    let cells = line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
    guard cells.count > 2 else { return }
    columns = cells.map { Column(fingerprint: HashLabel(heading: $0).fingerprint, content: Self.content($0)) }
  }

  /// What a heading, the name of a column or a label says that follows.
  static func content(_ text: ArraySlice<UInt8>) -> Content? {
    let words = Set(text.split { !$0.isLetter }.map(\.lowercasedText))
    if !words.isDisjoint(with: nameWords) { return .names }
    if !words.isDisjoint(with: fileWords) { return .files }
    return words.isDisjoint(with: placeWords) ? nil : .names
  }

  /// Takes note of a line in which something was found: another entry ends a list of references.
  mutating func note(_ shape: LineShape, first range: Range<Int>) {
    if !columns.isEmpty, !shape.bytes.contains(UInt8(ascii: "|")) { columns = [] }
    if isCiting, !shape.hasMark, !shape.starts(with: range) { isCiting = false }
  }

  /// Why an indicator is no checksum of a file, where its heading or its column says so.
  func fingerprint(_ range: Range<Int>, _ shape: LineShape) -> String? {
    if let fingerprint, shape.starts(with: range) { return fingerprint }
    return columns.isEmpty ? nil : column(range, shape).flatMap { columns[$0].fingerprint }
  }

  /// What a live name is, by the name of its column or the label before it.
  func content(_ range: Range<Int>, _ shape: LineShape) -> Content? {
    if !columns.isEmpty { return column(range, shape).flatMap { columns[$0].content } }
    guard shape.isEntry(range) else { return nil }
    return Self.content(shape.text.prefix { $0 != UInt8(ascii: ":") })
  }

  private func column(_ range: Range<Int>, _ shape: LineShape) -> Int? {
    // No row of a table is longer, and what is counted again for each value has to be short.
    guard range.lowerBound - shape.bytes.startIndex < 4096 else { return nil }
    let index = shape.bytes[..<range.lowerBound].count { $0 == UInt8(ascii: "|") }
    return index < columns.count ? index : nil
  }

  /// Why a value that could be a link is merely cited here; nil where it is not.
  func citation(_ indicator: Indicator, _ finding: ProseFinding, _ shape: LineShape) -> String? {
    if isSignature, !finding.isDefanged { return "in the signature of a mail" }
    if isCiting, indicator.kind == .url || !finding.isDefanged { return "under the heading of references" }
    if let label = shape.label, isCited(indicator.kind, finding, by: label) { return "given as \(label)" }
    guard !finding.isDefanged else { return nil }
    let text = shape.bytes
    let before = text[..<finding.range.lowerBound]
    if before.last == UInt8(ascii: ",") || before.last?.isBlank == true,
      before.suffix(20).lowercasedText.filter({ $0 != " " }).hasSuffix("reference:url,")
    {
      return "the reference of a rule"
    }
    if indicator.kind == .url {
      if Self.isNamespace(before) { return Self.vocabulary }
      if let reason = LinkText.citation(of: finding.range, in: text, shape) { return reason }
    }
    let host = indicator.kind == .domain ? indicator.value : indicator.host ?? ""
    switch CitedHosts.role(of: host) {
    case .vocabulary: return Self.vocabulary
    case .publisher: return "a page of those who publish about threats"
    case .platform
    where indicator.kind != .email && (!shape.isAlone(finding.range) || shape.isComment)
      && !shape.isEntry(finding.range):
      return "a page that is cited"
    default: return nil
    }
  }

  private static let vocabulary = "the name of a vocabulary, which nobody is asked for"

  private func isCited(_ kind: IndicatorKind, _ finding: ProseFinding, by label: String) -> Bool {
    switch kind {
    case .url: Self.references.contains(label) || !finding.isDefanged && Self.citingLabels.contains(label)
    case .domain, .email: !finding.isDefanged && (Self.references.contains(label) || Self.authors.contains(label))
    default: false
    }
  }

  /// Whether a quoted text begins behind `xmlns:a=` or `schemaLocation=`, or a document type is declared.
  private static func isNamespace(_ before: ArraySlice<UInt8>) -> Bool {
    let near = before.suffix(256)
    guard let quote = near.lastIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }),
      quote > near.startIndex, !near[quote...].contains(UInt8(ascii: ">"))
    else { return false }
    if before.prefix(64).drop(while: \.isBlank).starts(with: "<!DOCTYPE".utf8) { return true }
    var name = near[..<quote]
    while let last = name.last, last.isBlank || last == UInt8(ascii: "=") { name.removeLast() }
    let text = name.suffix(40).lowercasedText
    let attribute = text.split(whereSeparator: { $0 == " " || $0 == "<" || $0 == "\t" }).last ?? ""
    return attribute.hasPrefix("xmlns") || attribute.hasSuffix("schemalocation") || attribute.hasSuffix("namespace")
  }

  private static let nameWords: Set<String> = [
    "domain", "domains", "domaines", "dominios", "fqdn", "fqdns", "hostname", "hostnames", "ip", "ips", "url", "urls",
    "website", "websites",
  ]
  private static let placeWords: Set<String> = [
    "addresses", "c", "cc", "cnc", "dns", "host", "hosts", "infrastructure", "network", "server", "servers", "site",
    "sites",
  ]
  private static let fileWords: Set<String> = [
    "attachment", "attachments", "file", "filename", "filenames", "files", "path", "paths", "package", "packages",
    "script", "scripts", "module", "modules", "library",
  ]
  /// Headings of lists of pages to read.
  private static let citingHeadings: Set<String> = [
    "acknowledgements", "acknowledgments", "credit", "credits", "externalreferences", "furtherreading", "reading",
    "reference", "references", "referenceslinks", "refs", "relatedlinks", "resources", "seealso", "source", "sources",
    "readmore", "moreinformation",
  ]
  /// Labels of what was written about it, defanged or not.
  private static let references: Set<String> = [
    "article", "articles", "blog", "blogpost", "ref", "refanalysis", "reference", "references", "referenceurl", "refs",
    "report", "reports", "reporturl", "writeup",
  ]
  private static let authors: Set<String> = [
    "author", "authors", "contact", "copyright", "credit", "credits", "creditto", "license", "licence", "maintainer",
    "organization", "researcher", "researchers", "rights", "thanks", "twitter",
  ]
  /// Labels of other pages that are not themselves warned of.
  private static let citingLabels: Set<String> = authors.union([
    "analysis", "anyrun", "desc", "description", "docs", "documentation", "homepage", "hybridanalysis", "malpedia",
    "mitre", "moreinfo", "moreinformation", "news", "original", "permalink", "publication", "published", "readmore",
    "sandbox", "sandboxreport", "screenshot", "see", "seealso", "source", "sources", "sourceurl", "triage", "tweet",
    "tweets", "via", "virustotal", "vt", "vtlink", "furtherreading", "advisory", "info", "additionalinfo",
  ])
}
