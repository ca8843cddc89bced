/// Which requests a fault strikes.
public struct FaultRule: Hashable, Sendable {
  /// What goes wrong.
  public var fault: Fault
  /// The vendor it strikes, or nil for all.
  public var vendor: Vendor?
  /// A piece of the path that must be there, or nil for any.
  public var path: String?
  /// It strikes each so-manieth of the requests that match; 1 is each.
  public var every = 1
  /// How many matching requests go well before it begins.
  public var after = 0
  /// How often it strikes before it is over, or nil for ever.
  public var times: Int?

  private var seen = 0
  private var struck = 0

  /// A rule that strikes each request unless told otherwise.
  public init(
    _ fault: Fault, vendor: Vendor? = nil, path: String? = nil, every: Int = 1, after: Int = 0, times: Int? = nil
  ) {
    self.fault = fault
    self.vendor = vendor
    self.path = path
    self.every = max(1, every)
    self.after = max(0, after)
    self.times = times
  }

  /// Reads `KIND[@VENDOR][:every=N][:after=N][:times=N][:path=TEXT]`, or says what is wrong with it.
  public init(parsing text: String) throws(FaultRuleError) {
    // The path comes last, because it may hold colons itself.
    var options = text
    if let mark = text.firstRange(of: ":path=") {
      options = String(text[..<mark.lowerBound])
      path = String(text[mark.upperBound...])
    }
    let parts = options.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let head = parts[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let fault = Fault(rawValue: head[0]) else { throw FaultRuleError.unknownFault(head[0]) }
    self.fault = fault
    if head.count > 1, head[1] != "all" {
      guard let vendor = Vendor(rawValue: head[1]) else { throw FaultRuleError.unknownVendor(head[1]) }
      self.vendor = vendor
    }
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2 else { throw FaultRuleError.badOption(part) }
      switch (pair[0], Int(pair[1])) {
      case ("every", let number?) where number >= 1: every = number
      case ("after", let number?) where number >= 0: after = number
      case ("times", let number?) where number >= 0: times = number
      default: throw FaultRuleError.badOption(part)
      }
    }
  }

  /// Whether it strikes this request; counts it if it is one of its kind.
  mutating func strikes(_ vendor: Vendor, path: String) -> Bool {
    guard self.vendor == nil || self.vendor == vendor, self.path.map(path.contains) ?? true else { return false }
    seen += 1
    guard seen > after, (seen - after) % every == 0, times.map({ struck < $0 }) ?? true else { return false }
    struck += 1
    return true
  }

  /// The rule as it is written on the command line.
  public var text: String {
    var text = fault.rawValue + (vendor.map { "@\($0.rawValue)" } ?? "")
    if every != 1 { text += ":every=\(every)" }
    if after != 0 { text += ":after=\(after)" }
    if let times { text += ":times=\(times)" }
    if let path { text += ":path=\(path)" }
    return text
  }
}

/// What is wrong with the text of a fault rule.
public enum FaultRuleError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownFault(String)
  case unknownVendor(String)
  case badOption(String)

  /// What is wrong, and what would be right.
  public var description: String {
    switch self {
    case .unknownFault(let text):
      "no fault is called '\(text)'; there are \(Fault.allCases.map(\.rawValue).joined(separator: ", "))"
    case .unknownVendor(let text):
      "no vendor is called '\(text)'; there are \(Vendor.allCases.map(\.rawValue).joined(separator: ", ")), all"
    case .badOption(let text):
      "'\(text)' is none of every=N, after=N, times=N (whole numbers, every from 1) and, last, path=TEXT"
    }
  }
}
