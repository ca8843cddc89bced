/// A country with one of its cities, and the invented network operator that has its machines there.
struct Place: Sendable {
  let countryCode: String
  let country: String
  let continent: String
  let city: String
  let region: String
  let latitude: Double
  let longitude: Double
  /// A number that RFC 5398 reserves for documentation.
  let asn: Int
  let organization: String
  let domain: String
  /// What AbuseIPDB calls the usage type.
  let usage: String
  /// What GreyNoise calls the category.
  let category: String
  /// The regional internet registry.
  let registry: String

  static let all = [
    Place(
      countryCode: "NL", country: "Netherlands", continent: "EU", city: "Amsterdam", region: "North Holland",
      latitude: 52.374, longitude: 4.8897, asn: 64496, organization: "Example Polder Hosting B.V.",
      domain: "polder-hosting.example", usage: "Data Center/Web Hosting/Transit", category: "hosting",
      registry: "RIPE NCC"),
    Place(
      countryCode: "US", country: "United States", continent: "NA", city: "Ashburn", region: "Virginia",
      latitude: 39.0437, longitude: -77.4875, asn: 64497, organization: "Example Cloud, Inc.",
      domain: "cloud.example", usage: "Data Center/Web Hosting/Transit", category: "hosting", registry: "ARIN"),
    Place(
      countryCode: "BR", country: "Brazil", continent: "SA", city: "São Paulo", region: "São Paulo",
      latitude: -23.5475, longitude: -46.6361, asn: 64498, organization: "Exemplo Telecomunicações S.A.",
      domain: "telecom.example", usage: "Fixed Line ISP", category: "isp", registry: "LACNIC"),
    Place(
      countryCode: "VN", country: "Vietnam", continent: "AS", city: "Ho Chi Minh City",
      region: "Ho Chi Minh City (HCMC)",
      latitude: 10.823, longitude: 106.6296, asn: 64499, organization: "Example Mekong Broadband",
      domain: "mekong.example", usage: "Fixed Line ISP", category: "isp", registry: "APNIC"),
    Place(
      countryCode: "DE", country: "Germany", continent: "EU", city: "Frankfurt am Main", region: "Hesse",
      latitude: 50.1155, longitude: 8.6842, asn: 64500, organization: "Beispiel Rechenzentrum GmbH",
      domain: "rechenzentrum.example", usage: "Data Center/Web Hosting/Transit", category: "hosting",
      registry: "RIPE NCC"),
    Place(
      countryCode: "ZA", country: "South Africa", continent: "AF", city: "Johannesburg", region: "Gauteng",
      latitude: -26.2023, longitude: 28.0436, asn: 64501, organization: "Example Highveld Mobile",
      domain: "highveld.example", usage: "Mobile ISP", category: "mobile", registry: "AFRINIC"),
    Place(
      countryCode: "SG", country: "Singapore", continent: "AS", city: "Singapore", region: "Singapore",
      latitude: 1.2897, longitude: 103.8501, asn: 64502, organization: "Example Straits Data Pte Ltd",
      domain: "straits.example", usage: "Data Center/Web Hosting/Transit", category: "hosting", registry: "APNIC"),
    Place(
      countryCode: "GB", country: "United Kingdom", continent: "EU", city: "London", region: "England",
      latitude: 51.5085, longitude: -0.1257, asn: 64503, organization: "Example University",
      domain: "university.example", usage: "University/College/School", category: "education", registry: "RIPE NCC"),
  ]

  static let amsterdam = all[0]
  static let ashburn = all[1]
  static let saoPaulo = all[2]
  static let frankfurt = all[4]
  static let london = all[7]
}
