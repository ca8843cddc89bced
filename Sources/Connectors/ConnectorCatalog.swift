/// The connectors this program has.
public enum ConnectorCatalog {
  /// Every connector, in the order in which they are listed.
  public static let all: [any Connector] = [
    VirusTotal(), Shodan(), InternetDB(), AbuseIPDB(), GreyNoise(), GreyNoiseCommunity(),
  ]

  /// The connector of a name, or nil where there is none.
  public static func connector(named name: String) -> (any Connector)? {
    all.first { $0.name == name }
  }
}
