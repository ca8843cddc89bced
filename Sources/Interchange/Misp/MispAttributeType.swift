import Indicators

/// What the value of a MISP attribute holds, by the attribute's type.
///
/// Only types that can hold an indicator of one of our kinds are known here
/// (https://www.misp-project.org/datamodels/, "Types"). `link` is none of them: it refers to a report. Nor are digests of
/// something else than a file's whole content, or by another algorithm: an Authentihash, a HASSH, a SHA-512/256 have the
/// form of a checksum and are none.
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

  /// MISP's other types whose values are no indicators, also where they look like one; those that a column outside MISP
  /// may use for anything, such as `text` and `other`, are not among them.
  static let otherTypes: Set<String> = {
    var types = Set(
      """
      aba-rtn authentihash azure-application-id bank-account-nr bic bin btc campaign-id campaign-name cc-number cdhash \
      chrome-extension-id community-id cookie cortex cpe dash dkim dkim-signature dom-hash edge-extension-id \
      email-attachment email-body email-dst-display-name email-header email-message-id email-mime-boundary \
      email-src-display-name email-subject email-thread-index email-x-mailer favicon-mmh3 filename filename-pattern \
      first-name full-name git-commit-id github-organisation github-repository github-username hassh-md5 hasshserver-md5 \
      http-method iban impfuzzy imphash ja3-fingerprint-md5 jarm-fingerprint kusto-query last-name mac-address mac-eui-64 \
      malware-type mime-type mobile-application-id mutex pattern-in-file pattern-in-memory pattern-in-traffic pdb pehash \
      pgp-private-key pgp-public-key phone-number process-state regkey regkey|value sha224 sha3-224 sha3-256 sha3-384 \
      sha3-512 sha384 sha512/224 sha512/256 sigma size-in-bytes snort ssdeep ssh-fingerprint stix2-pattern suricata \
      telfhash threat-actor tlsh user-agent vhash vulnerability weakness windows-scheduled-task \
      windows-service-displayname windows-service-name x509-fingerprint-md5 x509-fingerprint-sha1 \
      x509-fingerprint-sha256 xmr yara zeek
      """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
    for digest in [
      "authentihash", "impfuzzy", "imphash", "pehash", "sha224", "sha3-224", "sha3-256", "sha3-384", "sha3-512",
      "sha384",
      "sha512/224", "sha512/256", "ssdeep", "tlsh", "vhash",
    ] { types.insert("filename|\(digest)") }
    types.insert("as")
    return types
  }()

  /// Whether the value is a hash, or holds one.
  var isHash: Bool { parts.last == parts.last?.filter(IndicatorKind.hashes.contains) && parts.last?.isEmpty == false }

  /// Whether an object's attribute is the hash of something else than a file's whole content, though its type says no
  /// more than `md5` or `sha256` (https://github.com/MISP/misp-objects).
  static func isPartial(relation: String?, of object: String?) -> Bool {
    // `pe-section`, `elf-section`, `macho-section`.
    if let object, object.hasSuffix("-section") || partialObjects.contains(object) { return true }
    guard let relation = relation?.lowercased() else { return false }
    return partialRelations.contains { relation == $0 || relation.hasPrefix($0 + "-") || relation.hasPrefix($0 + "_") }
  }

  /// An image's manifest, a resource of a capability, a page of the web, whatever was stamped.
  private static let partialObjects: Set<String> = [
    "container-image", "cap-resource", "taranis-news-item", "trusted-timestamp", "x509",
  ]
  /// The Rich header of a PE, the certificate of an app, the configuration of a beacon.
  private static let partialRelations = [
    "richpe", "certificate", "config", "authentihash", "imphash", "pehash", "impfuzzy", "tlsh", "vhash", "telfhash",
    "cdhash", "ssdeep",
  ]
}
