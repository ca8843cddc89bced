/// A vendor whose API the simulator plays.
public enum Vendor: String, CaseIterable, Hashable, Sendable {
  case virustotal, shodan, internetdb, abuseipdb, greynoise

  /// The folder under which its API lies on the simulator, such as `/virustotal`.
  var mount: String { "/" + rawValue }
}
