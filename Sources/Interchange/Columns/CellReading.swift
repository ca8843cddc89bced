import Indicators

/// What a cell of a column of values holds: one indicator, several, none, or something that is no indicator.
struct CellReading {
  /// What was found, in the order written.
  var indicators: [Indicator] = []
  /// Why the cell has to be told as one that could not be read.
  var fault: String?
  /// Whether what was found stood in a remark.
  var isRemark = false
  /// What the cell is instead of what its column or row says it is, where that is certain.
  var surprise: String?

  /// Reads a cell of a column that holds these kinds, any where there are none.
  ///
  /// A column is believed: a domain in it may end in anything. Of several values, joined by commas, semicolons, bars,
  /// blanks or line ends, each is taken; a port, a path or a remark beside a value is passed over.
  /// Where the others of a column are hosts, `install.sh` is one too and no file.
  init(_ cell: Substring, kinds: [IndicatorKind], isAmongHosts: Bool = false) {
    if AbsentValue.isSaid(by: cell) { return }
    let isCompound = cell.utf8.contains(where: Self.isSeparator)
    let whole = isAmongHosts ? Self.host(cell) ?? Self.whole(cell, kinds) : Self.whole(cell, kinds)
    if !isCompound, case .success(let indicator) = whole {
      indicators = [indicator]
      isUnambiguous = kinds.isEmpty && CertainValue.isCertain(indicator, written: cell)
      if !kinds.isEmpty, !Self.fits(indicator, kinds) { surprise = "\(indicator.kind.rawValue)" }
      return
    }
    if isCompound || cell.utf8.contains(UInt8(ascii: ":")), let hash = Self.hash(inOctets: cell) {
      indicators = [hash]
      return
    }
    if isCompound || cell.utf8.contains(UInt8(ascii: "-")), let range = AddressRange(parsing: cell) {
      indicators = range.blocks.prefix(Self.maximumBlocks).map(\.indicator)
      return
    }
    if isCompound, let several = Self.several(cell, kinds, isValue: (try? whole.get()) != nil) {
      indicators = several
      return
    }
    switch whole {
    case .success(let indicator):
      indicators = [indicator]
      isUnambiguous = kinds.isEmpty && CertainValue.isCertain(indicator, written: cell)
      if !kinds.isEmpty, !Self.fits(indicator, kinds) { surprise = "\(indicator.kind.rawValue)" }
    case .failure(let whole):
      if let typed = Self.typed(cell) {
        indicators = [typed]
      } else if isCompound {
        indicators = Self.mentioned(cell, kinds)
        isRemark = true
      }
      if indicators.isEmpty { fault = PaddedOctets.begins(cell.utf8) ? PaddedOctets.refusal : whole.reason }
    }
  }

  /// Whether the cell, read as one of any column, is what was found and can be nothing else.
  var isCertain: Bool { !isRemark && isUnambiguous && !indicators.isEmpty }
  private var isUnambiguous = true

  /// A range of odd ends is many blocks, and a line of a feed none of them all.
  private static let maximumBlocks = 1024

  private static func isSeparator(_ byte: UInt8) -> Bool { isBlank(byte) || isPunctuation(byte) }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|")
  }

  // MARK: One value

  /// The cell as one value of the kinds, or as what it is without doubt.
  private static func whole(_ cell: Substring, _ kinds: [IndicatorKind]) -> Result<Indicator, Fault> {
    do throws(IndicatorError) {
      let text = String(cell)
      let indicator = try Indicator(parsing: text, asOneOf: kinds)
      return check(indicator, cell, kinds)
    } catch {
      // The column is loose, the value is not.
      if !kinds.isEmpty, let certain = CertainValue.indicator(cell), isTold(certain, kinds) { return .success(certain) }
      return .failure(Fault(reason: error.description))
    }
  }

  private struct Fault: Error {
    let reason: String
  }

  /// The cell as a name below a top-level domain, which some extensions of files are too.
  private static func host(_ cell: Substring) -> Result<Indicator, Fault>? {
    guard let indicator = try? Indicator(parsing: String(cell)), indicator.kind == .domain,
      CertainValue.hasKnownDomain(indicator.value[...])
    else { return nil }
    return .success(indicator)
  }

  private static func check(
    _ indicator: Indicator, _ cell: Substring, _ kinds: [IndicatorKind]
  ) -> Result<Indicator, Fault> {
    switch indicator.kind {
    case .domain:
      guard indicator.value.utf8.contains(UInt8(ascii: ".")) else {
        return .failure(Fault(reason: "a single word is no indicator; give the full domain"))
      }
      if kinds.isEmpty, CertainValue.isFileName(indicator.value), !CertainValue.isDefanged(cell) {
        return .failure(Fault(reason: "this has the form of a file's name; say its type where it is a domain"))
      }
      if kinds.isEmpty, CertainValue.isPackageName(indicator.value), !CertainValue.isDefanged(cell) {
        return .failure(Fault(reason: "this has the form of a package's name; say its type where it is a domain"))
      }
    case .email
    where !(indicator.value.utf8.split(separator: UInt8(ascii: "@")).last?.contains(UInt8(ascii: ".")) ?? false):
      return .failure(Fault(reason: "the e-mail address ends in a single word; give its full domain"))
    case .url where !cell.contains("://") && !indicator.value.contains("."):
      return .failure(Fault(reason: "a single word is no indicator; give the whole URL"))
    case .url where kinds == [.url] && !cell.utf8.contains(UInt8(ascii: "/")):
      // `URL` may be said of a host, but a hash or an e-mail address under it is certain.
      if let other = CertainValue.indicator(cell), other.kind == .email || IndicatorKind.hashes.contains(other.kind) {
        return .success(other)
      }
    case .url where kinds.isEmpty && !CertainValue.isCertain(indicator, written: cell):
      return .failure(Fault(reason: "a URL without a scheme whose host is no name that is known; write its scheme"))
    default: break
    }
    return .success(indicator)
  }

  /// Whether a value of another kind than promised is worth taking: of a column of hashes a name is a file's.
  private static func isTold(_ indicator: Indicator, _ kinds: [IndicatorKind]) -> Bool {
    indicator.kind != .domain || kinds.isEmpty || !kinds.allSatisfy(IndicatorKind.hashes.contains)
  }

  static func fits(_ indicator: Indicator, _ kinds: [IndicatorKind]) -> Bool {
    kinds.contains(indicator.kind) || indicator.kind == .cidr && kinds.contains(.ipv4)
  }

  /// `7E BF 6C …` and `7e:bf:6c:…`: pairs of hexadecimal digits that are a hash together.
  private static func hash(inOctets cell: Substring) -> Indicator? {
    guard cell.utf8.count <= 3 * 64 else { return nil }
    let octets = cell.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "-") }
    guard [16, 20, 32, 64].contains(octets.count),
      octets.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isHexadecimal) })
    else { return nil }
    return try? Indicator(parsing: octets.map { String(Substring($0)) }.joined())
  }

  /// `Ip:192.0.2.1`, `domain: evil.example`.
  private static func typed(_ cell: Substring) -> Indicator? {
    guard let colon = cell.utf8.firstIndex(of: UInt8(ascii: ":")),
      cell.utf8.distance(from: cell.startIndex, to: colon) <= 20,
      case .kinds(let kinds) = IndicatorTypeName(String(cell[..<colon]))
    else { return nil }
    let rest = String(cell[cell.utf8.index(after: colon)...]).trimmed
    guard let indicator = try? Indicator(parsing: String(rest), asOneOf: kinds) else { return nil }
    return CertainValue.isCertain(indicator, written: rest) ? indicator : nil
  }

  // MARK: Several values

  /// The values that separators join, where everything between them is a value or belongs to one.
  ///
  /// `isValue` says that the cell is a value as a whole, such as a URL with a comma in its path: then every part has to
  /// be one too.
  private static func several(_ cell: Substring, _ kinds: [IndicatorKind], isValue: Bool) -> [Indicator]? {
    // `http://evil.example/a b` is one URL, and no host `b` stands behind it.
    let isURL = isValue && cell.contains("://")
    for isSeparator in levels {
      let parts = cell.utf8.split(whereSeparator: isSeparator).map { withoutComma(Substring($0)) }.filter {
        !$0.isEmpty
      }
      guard parts.count > 1 else { continue }
      var found: [Indicator] = []
      let isWhole = parts.allSatisfy { part in
        if case .success(let indicator) = whole(part, kinds), isPart(indicator, part, kinds),
          !isURL || indicator.kind != .url && indicator.kind != .domain || part.contains("://")
        {
          if !found.contains(indicator) { found.append(indicator) }
          return true
        }
        return !isValue && belongsToValue(part)
      }
      if isWhole, !found.isEmpty { return found }
    }
    return nil
  }

  private static let levels: [@Sendable (UInt8) -> Bool] = [
    { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }, isBlank, isSeparator, isPunctuation,
  ]

  /// Without the comma that stood between a part and the next.
  private static func withoutComma(_ part: Substring) -> Substring {
    var part = part.trimmed
    while let last = part.utf8.last, isPunctuation(last) { part = part.dropLast() }
    return part.trimmed
  }

  /// A part has to be a value by itself: what is only believed of a whole cell could be a word of a remark.
  private static func isPart(_ indicator: Indicator, _ text: Substring, _ kinds: [IndicatorKind]) -> Bool {
    CertainValue.isCertain(indicator, written: text) || indicator.kind == .domain && kinds.contains(.domain)
  }

  /// A port, a path or a word that says that there is nothing.
  private static func belongsToValue(_ part: Substring) -> Bool {
    if part.utf8.first == UInt8(ascii: "/") || AbsentValue.isSaid(by: part) { return true }
    let digits = part.utf8.drop { $0 == UInt8(ascii: ":") }
    return digits.count <= 5 && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// What a remark in a column of values names without doubt: `192.0.2.7 (C2)`, `evil.example - panel`.
  private static func mentioned(_ cell: Substring, _ kinds: [IndicatorKind]) -> [Indicator] {
    guard cell.utf8.count <= 400, !cell.utf8.contains(UInt8(ascii: "\n")) else { return [] }
    var found: [Indicator] = []
    for word in cell.utf8.split(whereSeparator: isBlank) {
      // A comma may stand in a URL, and parts everything else.
      let texts = Substring(word).contains("://") ? [word] : word.split(whereSeparator: isPunctuation)
      for text in texts {
        var text = withoutComma(Substring(text))
        while let last = text.utf8.last, ".)]>\"':".utf8.contains(last) { text = text.dropLast() }
        while let first = text.utf8.first, "([<\"'".utf8.contains(first) { text = text.dropFirst() }
        guard !text.isEmpty, let indicator = CertainValue.indicator(text), isTold(indicator, kinds) else { continue }
        if !found.contains(indicator) { found.append(indicator) }
      }
    }
    return found
  }
}

extension UInt8 {
  fileprivate var isHexadecimal: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}

extension Substring {
  /// Without white space at either end.
  var trimmed: Substring { String(self).trimmed }
}
