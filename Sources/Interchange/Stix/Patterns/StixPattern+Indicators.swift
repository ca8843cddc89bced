import Events
import Indicators

/// What a pattern says about indicators.
struct StixPatternReading {
  /// An indicator that the pattern names.
  struct Finding {
    var indicator: Indicator
    /// Whether the pattern asks for more than this indicator.
    var isCombined: Bool
    /// The addresses that the same observation says a domain resolves to.
    var relations: [Relation]
  }

  /// Each indicator once, in the order written.
  var findings: [Finding] = []
  /// The comparisons that name no indicator, with the reason.
  var ignored: [(text: String, reason: String)] = []
}

extension StixPattern {
  /// Takes the pattern apart into indicators.
  ///
  /// Each equality gives one, also under AND and FOLLOWEDBY: there the pattern asks for more than the one value, and the
  /// finding says so (`feed.combined`). OpenCTI and MISP split patterns in the same way. What a domain resolves to is
  /// kept as a relation of that domain and not as an indicator: it is often a hoster's address that thousands share.
  func reading() -> StixPatternReading {
    // What a reference leads to is told by the value itself: it is no further condition.
    let conditions = comparisons.filter { !$0.isTypeTest }
    let comparisons = conditions.isEmpty ? self.comparisons : conditions
    let isAlone = comparisons.count == 1
    var reading = StixPatternReading()
    var places: [Indicator: Int] = [:]
    var domains: [Int: Set<Int>] = [:]
    for comparison in comparisons where comparison.meaning != .resolution {
      let (indicators, reasons) = comparison.indicators()
      reading.ignored += reasons.map { (comparison.text, $0) }
      for indicator in indicators {
        let isCombined = comparison.isCombined && !isAlone
        if let place = places[indicator] {
          reading.findings[place].isCombined = reading.findings[place].isCombined && isCombined
        } else {
          places[indicator] = reading.findings.count
          reading.findings.append(.init(indicator: indicator, isCombined: isCombined, relations: []))
        }
        if indicator.kind == .domain, let place = places[indicator] {
          domains[comparison.observation, default: []].insert(place)
        }
      }
    }
    for comparison in comparisons where comparison.meaning == .resolution {
      let (indicators, reasons) = comparison.indicators()
      reading.ignored += reasons.map { (comparison.text, $0) }
      if indicators.isEmpty { continue }
      guard let places = domains[comparison.observation], places.count == 1, let place = places.first else {
        reading.ignored.append((comparison.text, "what a domain resolves to is no indicator without that domain"))
        continue
      }
      reading.findings[place].relations += indicators.map { Relation(type: "resolves-to", target: StreamKey($0)) }
    }
    return reading
  }
}

extension StixPattern.Comparison {
  /// What the property that is compared holds.
  enum Meaning: Equatable {
    case value([IndicatorKind])
    /// What a domain resolves to.
    case resolution
    case other(reason: String)
  }

  var meaning: Meaning {
    switch (objectType, path) {
    case ("ipv4-addr", ["value"]), ("ipv6-addr", ["value"]): return .value(IndicatorKind.addresses)
    case ("domain-name", ["value"]): return .value([.domain])
    case ("domain-name", ["resolves_to_refs", "value"]): return .resolution
    case ("hostname", ["value"]), ("x-opencti-hostname", ["value"]): return .value(IndicatorKind.hosts)
    case ("url", ["value"]): return .value([.url])
    case ("email-addr", ["value"]), ("email-message", ["from_ref", "value"]),
      ("email-message", ["sender_ref", "value"]):
      return .value([.email])
    case ("network-traffic", ["dst_ref", "value"]), ("network-traffic", ["src_ref", "value"]):
      return .value(IndicatorKind.hosts)
    case ("x509-certificate", _): return .other(reason: "there is no indicator kind for certificates")
    default: break
    }
    guard path.count >= 2, path[path.count - 2] == "hashes", let algorithm = path.last else {
      return .other(reason: "there is no indicator kind for \(objectType):\(path.joined(separator: "."))")
    }
    guard let kind = IndicatorKind(hashAlgorithm: algorithm) else {
      return .other(reason: "there is no indicator kind for \(algorithm) hashes")
    }
    guard Self.hashedTypes.contains(objectType), path.dropLast(2).allSatisfy(Self.isReference) else {
      let part = "\(objectType):\(path.dropLast(2).joined(separator: "."))".cut(to: 80)
      return .other(reason: "the \(algorithm) of \(part) is no checksum of a file")
    }
    return .value([kind])
  }

  /// The objects that have the hashes of a file's whole content, or refer to one that has.
  private static let hashedTypes: Set<String> = ["file", "artifact", "process", "email-message", "directory"]

  /// Not `extensions` and the sections of a PE in it, say.
  private static func isReference(_ name: String) -> Bool {
    name.hasSuffix("_ref") || name.hasSuffix("_refs") || name == "body_multipart"
  }

  /// Whether it only tells of what type something is that another comparison is about, as misp-stix writes for addresses:
  /// `network-traffic:dst_ref.type = 'ipv4-addr'`.
  var isTypeTest: Bool {
    guard path.count >= 2, path.last == "type", comparator == .equal, !isNegated else { return false }
    return Self.isReference(path[path.count - 2])
  }

  /// The indicators that the comparison names, and why there are not more.
  func indicators() -> (indicators: [Indicator], reasons: [String]) {
    let kinds: [IndicatorKind]
    switch meaning {
    case .value(let meant): kinds = meant
    case .resolution: kinds = IndicatorKind.hosts
    case .other(let reason): return ([], [reason])
    }
    guard !isNegated else { return ([], ["a negated comparison says what is not meant"]) }
    switch comparator {
    case .equal, .isIn: break
    case .isSubset where kinds == IndicatorKind.addresses: break
    default: return ([], ["\(comparator.rawValue) names no single value"])
    }
    var indicators: [Indicator] = []
    var reasons: [String] = []
    for value in values {
      let text: String
      switch value {
      case .text(let value), .hexadecimal(let value): text = value
      default:
        reasons.append("the value is no text")
        continue
      }
      do throws(IndicatorError) {
        indicators.append(try Indicator(parsing: text, asOneOf: kinds))
      } catch {
        reasons.append(values.count > 1 ? "'\(text.cut(to: 80))': \(error)" : error.description)
      }
    }
    return (indicators, reasons)
  }
}

extension IndicatorKind {
  /// The kind for hashes of an algorithm, however its name is written: `SHA-256`, `SHA256`, `sha_256`, `SHA2-256`.
  ///
  /// Truncated ones and those of the SHA-3 family are others, also where they are as long.
  init?(hashAlgorithm name: String) {
    switch name.nameKey {
    case "md5": self = .md5
    case "sha1": self = .sha1
    case "sha256", "sha2256": self = .sha256
    case "sha512", "sha2512": self = .sha512
    default: return nil
    }
  }
}
