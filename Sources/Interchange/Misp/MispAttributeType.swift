import Indicators

/// What the value of a MISP attribute holds, by the attribute's type.
///
/// Only types that can hold an indicator of one of our kinds are known here
/// (https://www.misp-project.org/datamodels/, "Types"). `link` is none of them: it refers to a report.
struct MispAttributeType {
  /// The kinds of the value's parts, which `|` joins; empty for a part that is no indicator, such as a file name.
  let parts: [[IndicatorKind]]

  /// Nil for a type that holds none of our kinds.
  init?(_ name: String) {
    guard let parts = Self.types[name] else { return nil }
    self.parts = parts
  }

  private static let types: [String: [[IndicatorKind]]] = {
    let address = IndicatorKind.addresses
    var types: [String: [[IndicatorKind]]] = [
      "ip-src": [address], "ip-dst": [address], "ip-src|port": [address, []], "ip-dst|port": [address, []],
      "domain": [[.domain]], "hostname": [IndicatorKind.hosts], "hostname|port": [IndicatorKind.hosts, []],
      "domain|ip": [[.domain], address], "url": [[.url]], "uri": [[.url]],
      "email": [[.email]], "email-src": [[.email]], "email-dst": [[.email]], "email-reply-to": [[.email]],
      "malware-sample": [[], [.md5]],
    ]
    for kind in IndicatorKind.hashes {
      types[kind.rawValue] = [[kind]]
      types["filename|\(kind.rawValue)"] = [[], [kind]]
    }
    return types
  }()
}
