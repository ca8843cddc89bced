import ArgumentParser
import VendorSimulation

/// The options that set quotas; each a number or `unlimited`.
struct QuotaOptions: ParsableArguments {
  @Option(help: "VirusTotal: lookups a minute, or 'unlimited'.")
  var virustotalPerMinute = Limit(4)
  @Option(help: "VirusTotal: lookups a day.")
  var virustotalPerDay = Limit(500)
  @Option(help: "Shodan: requests a second.")
  var shodanPerSecond = Limit(1)
  @Option(help: "InternetDB: lookups a minute.")
  var internetdbPerMinute = Limit(600)
  @Option(help: "AbuseIPDB: checks a day.")
  var abuseipdbPerDay = Limit(1000)
  @Option(help: "AbuseIPDB: lists of reports a day.")
  var abuseipdbReportsPerDay = Limit(100)
  @Option(help: "AbuseIPDB: blacklists a day.")
  var abuseipdbBlacklistsPerDay = Limit(5)
  @Option(help: "AbuseIPDB: blocks checked a day.")
  var abuseipdbBlocksPerDay = Limit(100)
  @Option(help: "GreyNoise: v3 requests a day.")
  var greynoisePerDay = Limit(nil)
  @Option(help: "GreyNoise community: lookups a day with a key.")
  var greynoiseCommunityPerDay = Limit(50)
  @Option(help: "GreyNoise community: lookups a day without a key.")
  var greynoiseAnonymousPerDay = Limit(10)
  @Flag(help: "Lift every quota.")
  var noQuotas = false

  var quotas: SimulatorConfiguration.Quotas {
    guard !noQuotas else { return .unlimited }
    var quotas = SimulatorConfiguration.Quotas()
    quotas.virustotalPerMinute.limit = virustotalPerMinute.number
    quotas.virustotalPerDay.limit = virustotalPerDay.number
    quotas.shodanPerSecond.limit = shodanPerSecond.number
    quotas.internetdbPerMinute.limit = internetdbPerMinute.number
    quotas.abuseipdbChecksPerDay.limit = abuseipdbPerDay.number
    quotas.abuseipdbReportsPerDay.limit = abuseipdbReportsPerDay.number
    quotas.abuseipdbBlacklistsPerDay.limit = abuseipdbBlacklistsPerDay.number
    quotas.abuseipdbBlocksPerDay.limit = abuseipdbBlocksPerDay.number
    quotas.greynoisePerDay.limit = greynoisePerDay.number
    quotas.greynoiseCommunityPerDay.limit = greynoiseCommunityPerDay.number
    quotas.greynoiseAnonymousPerDay.limit = greynoiseAnonymousPerDay.number
    return quotas
  }
}

/// A number of requests, or no bound.
struct Limit: ExpressibleByArgument, CustomStringConvertible {
  let number: Int?

  init(_ number: Int?) { self.number = number }

  init?(argument: String) {
    if argument == "unlimited" {
      number = nil
    } else if let value = Int(argument), (0...1_000_000_000).contains(value) {
      number = value
    } else {
      return nil
    }
  }

  var description: String { number.map(String.init) ?? "unlimited" }
  var defaultValueDescription: String { description }
}
