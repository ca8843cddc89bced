/// Which vendor a request is for.
///
/// Every vendor is served under its own folder (`/virustotal/api/v3/…`), for clients whose base URL may have a path, and
/// at the root (`/api/v3/…`), for clients that let only the host be changed. The vendors' paths do not collide at the root.
struct Route: Equatable {
  let vendor: Vendor
  /// The path as the vendor would see it, still percent-encoded.
  let path: String
  /// What stands before that path on the simulator: `/virustotal`, or nothing.
  let mount: String

  init?(path: String) {
    for vendor in Vendor.allCases {
      guard let rest = Self.rest(of: path, after: vendor.mount), Self.belongs(rest, to: vendor) else { continue }
      self.init(vendor: vendor, path: rest, mount: vendor.mount)
      return
    }
    guard let vendor = Vendor.allCases.first(where: { Self.belongs(path, to: $0) }) else { return nil }
    self.init(vendor: vendor, path: path, mount: "")
  }

  private init(vendor: Vendor, path: String, mount: String) {
    self.vendor = vendor
    self.path = path
    self.mount = mount
  }

  private static func rest(of path: String, after mount: String) -> String? {
    path.hasPrefix(mount + "/") ? String(path.dropFirst(mount.count)) : nil
  }

  /// Whether a vendor has this path, or one like it; `/shodan/host/…` is Shodan's own path and no folder of ours.
  private static func belongs(_ path: String, to vendor: Vendor) -> Bool {
    switch vendor {
    case .virustotal: return path.hasPrefix("/api/v3/")
    case .shodan:
      return ["/shodan/", "/api-info", "/dns/", "/tools/", "/account/", "/labs/"].contains { path.hasPrefix($0) }
    case .abuseipdb: return path.hasPrefix("/api/v2/")
    case .greynoise: return path == "/ping" || ["/v1/", "/v2/", "/v3/"].contains { path.hasPrefix($0) }
    case .internetdb:
      let segment = path.dropFirst().percentDecoded()
      return !segment.isEmpty && !segment.contains("/") && (segment.contains(".") || segment.contains(":"))
    }
  }
}
