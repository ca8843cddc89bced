extension Scorecard {
  /// The scorecards that every new ledger gets; the first is the one to activate.
  public static let builtIn: [(name: String, text: String)] = [
    ("default", String(decoding: PackageResources.default_yml, as: UTF8.self)),
    ("opencti", String(decoding: PackageResources.opencti_yml, as: UTF8.self)),
    ("misp-nids", String(decoding: PackageResources.misp_nids_yml, as: UTF8.self)),
  ]

  /// The allow lists that the built-in scorecards name.
  public static let builtInLists: [(name: String, text: String)] = [
    ("public-dns", String(decoding: PackageResources.public_dns_json, as: UTF8.self))
  ]
}
