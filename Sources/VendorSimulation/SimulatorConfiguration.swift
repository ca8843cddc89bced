import Time

/// How the simulated vendors behave.
public struct SimulatorConfiguration: Sendable {
  /// The keys they accept.
  public var keys = APIKeys()
  /// How much they let through; the vendors' published numbers for free accounts.
  public var quotas = Quotas()
  /// Faults from the start.
  public var faults: [FaultRule] = []
  /// How long every answer takes.
  public var latencyMilliseconds = 0
  /// The moment from which the data counts back, or nil for the real clock at the start.
  public var now: Timestamp?

  /// The vendors' quotas.
  public struct Quotas: Hashable, Sendable {
    /// VirusTotal: lookups a minute, by key.
    public var virustotalPerMinute = Quota(4, .last(milliseconds: 60_000))
    /// VirusTotal: lookups a day, by key.
    public var virustotalPerDay = Quota(500, .day)
    /// Shodan: requests a second, by key.
    public var shodanPerSecond = Quota(1, .last(milliseconds: 1000))
    /// InternetDB: lookups a minute.
    public var internetdbPerMinute = Quota(600, .last(milliseconds: 60_000))
    /// AbuseIPDB: `/check` a day, by key.
    public var abuseipdbChecksPerDay = Quota(1000, .day)
    /// AbuseIPDB: `/reports` a day, by key.
    public var abuseipdbReportsPerDay = Quota(100, .day)
    /// AbuseIPDB: `/blacklist` a day, by key.
    public var abuseipdbBlacklistsPerDay = Quota(5, .day)
    /// AbuseIPDB: `/check-block` a day, by key.
    public var abuseipdbBlocksPerDay = Quota(100, .day)
    /// GreyNoise: v3 requests a day, by key.
    public var greynoisePerDay = Quota(nil, .day)
    /// GreyNoise community: lookups a day, by key.
    public var greynoiseCommunityPerDay = Quota(50, .day)
    /// GreyNoise community: lookups a day without a key.
    public var greynoiseAnonymousPerDay = Quota(10, .day)

    /// The names under which the control endpoint and the command line know them.
    static let names: [(name: String, path: any WritableKeyPath<Quotas, Quota> & Sendable)] = [
      ("virustotal-per-minute", \.virustotalPerMinute), ("virustotal-per-day", \.virustotalPerDay),
      ("shodan-per-second", \.shodanPerSecond), ("internetdb-per-minute", \.internetdbPerMinute),
      ("abuseipdb-per-day", \.abuseipdbChecksPerDay), ("abuseipdb-reports-per-day", \.abuseipdbReportsPerDay),
      ("abuseipdb-blacklists-per-day", \.abuseipdbBlacklistsPerDay),
      ("abuseipdb-blocks-per-day", \.abuseipdbBlocksPerDay), ("greynoise-per-day", \.greynoisePerDay),
      ("greynoise-community-per-day", \.greynoiseCommunityPerDay),
      ("greynoise-anonymous-per-day", \.greynoiseAnonymousPerDay),
    ]

    /// The names of all quotas.
    public static var allNames: [String] { names.map(\.name) }

    /// Sets the limit of the quota of that name, nil for unlimited; false where there is none of that name.
    public mutating func setLimit(_ limit: Int?, of name: String) -> Bool {
      guard let path = Self.names.first(where: { $0.name == name })?.path else { return false }
      self[keyPath: path].limit = limit
      return true
    }

    /// Takes every limit away.
    public static var unlimited: Quotas {
      var quotas = Quotas()
      for (name, _) in names { _ = quotas.setLimit(nil, of: name) }
      return quotas
    }

    /// The vendors' published numbers for free accounts.
    public init() {}
  }

  /// The vendors as they are: published quotas, no faults, no delay.
  public init() {}
}
