/// Indicators whose lookup always goes wrong in one way, so that a feed or a test can bring its own faults.
///
/// For the n-th fault (from 0, in the order of ``Fault``): the domain `fault-<name>.example` and any URL on it, the
/// addresses `192.0.2.(200 + n)` and `2001:db8:fa17::(n in hexadecimal)`, and any hash that begins with `fa17`, two
/// decimal digits of n, and zeros to the end.
public enum ReservedIndicators {
  /// The domain for a fault.
  public static func domain(_ fault: Fault) -> String { "fault-\(fault.rawValue).example" }

  /// A URL for a fault.
  public static func url(_ fault: Fault) -> String { "https://\(domain(fault))/" }

  /// The IPv4 address for a fault.
  public static func address(_ fault: Fault) -> String { "192.0.2.\(200 + number(of: fault))" }

  /// The IPv6 address for a fault.
  public static func address6(_ fault: Fault) -> String { "2001:db8:fa17::\(String(number(of: fault), radix: 16))" }

  /// The hash of so many hexadecimal digits for a fault.
  public static func hash(_ fault: Fault, digits: Int = 64) -> String {
    let number = number(of: fault)
    return "fa17\(number / 10)\(number % 10)" + String(repeating: "0", count: digits - 6)
  }

  /// The fault that a path asks for by naming a reserved indicator.
  static func fault(in request: Request) -> Fault? {
    for text in request.segments + request.query.map(\.value) {
      if let fault = fault(of: text) { return fault }
      if let decoded = Base64URL.decode(text), let url = CanonicalURL(String(decoding: decoded, as: UTF8.self)),
        let fault = fault(of: url.host)
      {
        return fault
      }
    }
    return nil
  }

  /// The fault for which an indicator is reserved.
  static func fault(of text: String) -> Fault? {
    let text = text.lowercased()
    if text.hasPrefix("fault-"), text.hasSuffix(".example") {
      return Fault(rawValue: String(text.dropFirst(6).dropLast(8)))
    }
    if let address = IPAddress(text) {
      return Fault.allCases.first { address.text == self.address($0) || address.text == IPAddress(address6($0))?.text }
    }
    if text.hasPrefix("fa17"), [32, 40, 64].contains(text.utf8.count) {
      return Fault.allCases.first { hash($0, digits: text.utf8.count) == text }
    }
    return nil
  }

  private static func number(of fault: Fault) -> Int {
    Fault.allCases.firstIndex(of: fault) ?? 0
  }
}
