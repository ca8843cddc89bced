import Time

/// One vendor's API: answers a request from the world and from what it remembers.
protocol VendorAPI: Sendable {
  /// Answers a request that was routed to this vendor.
  mutating func answer(_ call: Call) -> Response
  /// Forgets what was counted.
  mutating func resetQuotas()
}

/// A request on its way into a vendor's API, with everything that the answer depends on.
struct Call {
  let request: Request
  /// The path as the vendor sees it, in decoded segments.
  let segments: [String]
  /// What the vendor's absolute links begin with, such as `http://127.0.0.1:8080/virustotal`.
  let origin: String
  let world: World
  let keys: APIKeys
  let quotas: SimulatorConfiguration.Quotas
  let now: Timestamp
}
