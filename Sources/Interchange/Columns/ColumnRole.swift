import Indicators

/// What a column of a feed holds, told by its name.
enum ColumnRole: Hashable {
  /// Indicators of these kinds; of any where there are none.
  case value([IndicatorKind])
  /// The first and the last address of a range, which together are the row's value.
  case rangeStart, rangeEnd
  /// The name of the indicator's kind.
  case kind
  case confidence
  /// A number that counts as confidence where no column is named so.
  case score
  case firstSeen, lastSeen
  /// Until when the source stands by the row.
  case validUntil
  case labels
  /// What the source thinks of the value: `benign`, `malicious`.
  case verdict
  /// Whether the source holds something against the value, by yes and no.
  case isHarmful
  /// Whether the source lets the value pass, by yes and no.
  case isHarmless
  case trafficLight
  case count
  /// MISP's mark that a value is fit for detection.
  case toIDs
  /// Text about the row, and where it comes from: reports, notes, names of malware's families.
  case remark
  /// What looks like a value and is none: file names, fingerprints of certificates, the age of a domain.
  case foreign

  /// The role of a column's name in any spelling: `First_Seen (UTC)`, `firstseen`, `first seen`.
  ///
  /// Nil for a name that says nothing; then the cells have to.
  init?(name: String) {
    guard name.utf8.count <= 64 else { return nil }
    if let role = Self.roles[name.nameKey] {
      self = role
      return
    }
    let words = ColumnName(name)
    if words.isAuthored {
      self = .remark
      return
    }
    guard let role = Self.roles[words.words.joined()] ?? Self.role(words) else { return nil }
    switch role {
    // `First submission from` is a place.
    case .firstSeen where words.isCut, .lastSeen where words.isCut, .validUntil where words.isCut: return nil
    default: self = role
    }
  }

  // MARK: Names of several words

  /// What a name of several words means: its last word says what it is, the others what of.
  private static func role(_ name: ColumnName) -> ColumnRole? {
    guard let last = name.words.last(where: { !fillers.contains($0) }) else { return nil }
    if name.holds(fingerprints) { return .foreign }
    if times.contains(last) { return time(name) }
    if foreignNouns.contains(last) { return .foreign }
    if remarkNouns.contains(last) { return .remark }
    if let kinds = kinds(name, last) {
      if name.holds(elsewhere) || last == "email" && name.holds(contacts) { return .foreign }
      if kinds == [.url], name.holds(citations) { return .remark }
      return .value(kinds)
    }
    if last == "type", name.holds(typed) { return .kind }
    return roles[last].flatMap { role in
      switch role {
      case .confidence, .labels, .verdict, .trafficLight: role
      default: nil
      }
    }
  }

  /// The kinds that a name's last word promises, or of several joined by `/` or `or` any: `Domain/IP`.
  private static func kinds(_ name: ColumnName, _ last: String) -> [IndicatorKind]? {
    guard let promised = nouns[last] else { return nil }
    if promised.isEmpty || promised == IndicatorKind.hashes {
      // `SHA256 Hash`, `MD5 checksum`, `IP indicator`
      return name.words.lazy.compactMap { nouns[$0] }.first { !$0.isEmpty } ?? promised
    }
    // `c2 ip`, but `domain or ip`.
    let others = name.words.filter { $0 != last && (separate.contains($0)) }.compactMap { nouns[$0] }
    return others.isEmpty
      ? promised
      : (others.joined() + promised).reduce(into: []) { kinds, kind in
        if !kinds.contains(kind) { kinds.append(kind) }
      }
  }

  /// Times of the value's own life are not when anybody saw it.
  private static func time(_ name: ColumnName) -> ColumnRole? {
    if name.holds(ends) { return .validUntil }
    if name.holds(births) { return .foreign }
    if name.holds(lasts) { return .lastSeen }
    return name.holds(firsts) ? .firstSeen : nil
  }

  private static let fillers: Set<String> = [
    "value", "values", "list", "hex", "string", "observed", "found", "defanged", "raw", "utc", "ioc", "iocs",
    "indicator",
    "indicators", "sample", "samples", "1", "2", "3",
  ]
  /// Hashes of something else than a file's bytes, and what belongs to certificates.
  private static let fingerprints: Set<String> = [
    "imphash", "ssdeep", "tlsh", "vhash", "authentihash", "authenticode", "pehash", "ja3", "ja3s", "ja4", "ja4s",
    "ja4h",
    "jarm", "hassh", "hasshserver", "dhash", "telfhash", "richhash", "sdhash", "permhash", "favicon", "icon", "pubkey",
    "pkey",
    "thumbprint", "fingerprint", "cert", "certificate", "certificates", "x509", "issuer", "commit", "btih", "infohash",
    "sha3", "sha224", "sha384", "sha0", "md4", "ripemd160", "crc32", "impfuzzy", "cdhash", "gimphash", "symhash",
    "phash",
    "watermark", "uuid", "guid", "serial",
  ]
  private static let foreignNouns: Set<String> = [
    "name", "names", "filename", "filenames", "filepath", "path", "paths", "folder", "directory", "size",
    "port", "ports", "protocol", "country", "city", "asn", "as", "isp", "org", "organization", "registrar",
    "registrant",
    "owner", "author", "reporter", "contributor", "submitter", "contact", "user", "users", "username", "password",
    "useragent", "agent", "version", "pdb", "mutex", "mutexes", "key", "registry", "service", "services", "process",
    "command", "cmd", "id", "ids", "number", "index", "rank", "subject", "extension", "ext", "header", "wallet", "cve",
    "cves", "age", "length", "entropy", "nameserver", "nameservers", "ns", "mx", "ttl", "lat", "lon", "latitude",
    "longitude", "language", "os", "platform", "product", "department", "technique", "tactic", "attack", "countries",
    "bytes",
  ]
  /// What the source itself wrote, or where more is to be read.
  private static let remarkNouns: Set<String> = [
    "file", "files", "note", "notes", "comment", "comments", "description", "desc", "details", "detail", "remark",
    "remarks", "title",
    "summary", "context", "reference", "references", "ref", "refs", "link", "links", "permalink", "report", "article",
    "blog", "analysis", "screenshot", "source", "sources", "info", "information", "explanation", "reason", "message",
    "event", "credit", "credits", "reporting", "publication", "license", "copyright", "terms", "homepage",
  ]
  private static let citations: Set<String> = [
    "reference", "references", "ref", "report", "vt", "virustotal", "analysis", "anyrun", "article", "blog",
    "permalink",
    "screenshot", "sandbox", "urlscan", "urlhaus", "bazaar", "tweet", "documentation", "terms", "license",
  ]
  /// Whose address or name it is, where not the adversary's.
  private static let elsewhere: Set<String> = [
    "victim", "victims", "impersonated", "spoofed", "legitimate", "legit", "benign", "brand", "targeted", "registrant",
    "registrar", "mac", "wallet", "bitcoin", "btc", "eth", "street", "postal", "memory", "base", "entry", "virtual",
    "nameserver", "reporter", "contact", "geo",
  ]
  private static let contacts: Set<String> = ["abuse", "admin", "tech", "billing", "owner"]
  private static let typed: Set<String> = [
    "indicator", "ioc", "entity", "observable", "attribute", "artifact", "artefact", "data", "value", "object", "item",
    "indicators", "iocs",
  ]
  private static let separate: Set<String> = ["ip", "ips", "ipv4", "ipv6", "domain", "domains", "url", "urls", "email"]
  private static let nouns: [String: [IndicatorKind]] = {
    var nouns: [String: [IndicatorKind]] = [:]
    func add(_ kinds: [IndicatorKind], _ words: String) {
      for word in words.split(separator: " ") { nouns[String(word)] = kinds }
    }
    add([], "indicator indicators ioc iocs observable observables artifact artifacts value values")
    add(
      IndicatorKind.addresses,
      "ip ips ipv4 ipv6 ipaddress addr address addresses cidr network networks subnet subnets range ranges")
    add(
      IndicatorKind.hosts, "domain domains fqdn fqdns hostname hostnames host hosts server servers c2 c2s cnc cc rhost")
    add([.url], "url urls uri uris")
    add([.email], "email emails mail mails")
    add(IndicatorKind.hashes, "hash hashes checksum checksums digest filehash")
    add([.md5], "md5 md5sum")
    add([.sha1], "sha1 sha1sum")
    add([.sha256], "sha256 sha256sum sha2")
    add([.sha512], "sha512 sha512sum")
    return nouns
  }()

  private static let times: Set<String> = [
    "date", "time", "timestamp", "datetime", "seen", "submission", "observed", "added", "created", "registered",
    "updated", "modified", "until", "expires", "expiry", "expiration", "compiled", "reported", "online", "activity",
    "active", "at", "on", "utc",
  ]
  private static let ends: Set<String> = ["until", "expires", "expiry", "expiration", "expire", "expired"]
  private static let births: Set<String> = [
    "creation", "registration", "registered", "register", "registrar", "whois", "compile", "compiled", "compilation",
    "build", "birth", "issued", "linker", "link", "signing", "signature", "renewal", "price",
    "zone", "run", "duration", "elapsed", "life", "live", "half", "real",
  ]
  private static let lasts: Set<String> = ["last", "latest", "updated", "modified", "modification", "update", "recent"]
  private static let firsts: Set<String> = [
    "first", "seen", "observed", "added", "date", "timestamp", "datetime", "reported", "detection", "detected",
    "submission", "discovered", "discovery", "publication", "published", "report", "listing", "listed", "from", "start",
    "created", "time", "collected", "collection", "capture", "captured", "scan", "event", "log",
  ]

  // MARK: Whole names

  private static let roles: [String: ColumnRole] = {
    var roles: [String: ColumnRole] = [:]
    func add(_ role: ColumnRole, _ names: String) {
      for name in names.split(separator: " ") { roles[String(name)] = role }
    }
    add(
      .value([]),
      "indicator indicators indicatorvalue ioc iocs iocvalue value observable observablevalue artifact atomicvalue")
    add(
      .value(IndicatorKind.addresses),
      """
      ip ips ipaddress ipaddr ipv4 ipv6 ipv4address ipv6address ipv4addr ipv6addr srcip dstip sourceip destinationip \
      sourceaddress destinationaddress srcaddr dstaddr srcipaddress dstipaddress attackerip maliciousip c2ip badip \
      remoteip address cidr network subnet netblock prefix iprange hostip range cidrblock
      """)
    add(.rangeStart, "start startip startaddress rangestart ipstart ipfrom firstip fromip")
    add(.rangeEnd, "end endip endaddress rangeend ipend ipto lastip toip")
    add(.value([.domain]), "domain domains domainname fqdn dnsname baddomain maliciousdomain")
    add(
      .value(IndicatorKind.hosts), "host hosts hostname hostnames rhost c2 c2server c2host iphost ipordomain server cnc"
    )
    add(.value([.url]), "url urls uri maliciousurl phishurl phishingurl badurl")
    add(.value([.email]), "email emails emailaddress mail mailaddress emailaddr sender emailfrom emailsrc")
    add(.value(IndicatorKind.hashes), "hash hashes filehash hashvalue")
    add(.value([.md5]), "md5 md5hash filemd5 hashmd5 filehashmd5")
    add(.value([.sha1]), "sha1 sha1hash filesha1 hashsha1 filehashsha1")
    add(.value([.sha256]), "sha256 sha256hash filesha256 hashsha256 filehashsha256")
    add(.value([.sha512]), "sha512 sha512hash filesha512 hashsha512 filehashsha512")
    add(
      .kind,
      "type kind ioctype indicatortype observabletype valuetype datatype entitytype attributetype artifacttype scope")
    add(.confidence, "confidence confidencelevel confidencescore abuseconfidencescore certainty confidencepercent")
    add(.score, "score riskscore threatscore riskrating")
    add(
      .firstSeen,
      """
      firstseen firstseenutc firstseenat firstseentime firstobserved firstreported dateadded dateaddedutc added addedat \
      created createdat date datetime time timestamp dateutc timestamputc reported reportedat datereported \
      discovered discovereddate detectiondate detected detectedat listingdate submissiontime submitted validfrom \
      publisheddate published firstsubmission begin
      """)
    add(
      .lastSeen,
      """
      lastseen lastseenutc lastseenat lastseentime lastobserved lastonline lastreported lastreportedat lastactivity \
      updated updatedat lastupdate lastupdated modified modifiedat lastmodified dateupdated lastdate lastsubmission \
      lastanalysis
      """)
    add(.validUntil, "validuntil expires expiresat expirationdate expirydate expireson validto")
    add(
      .labels,
      """
      tag tags label labels threat threats threattype threatname malware malwares malwareprintable malwarefamily \
      malwarename family category categories attributetag eventtag classification signature listingreason campaign \
      actor threatactor
      """)
    add(
      .verdict, "verdict disposition judgement judgment assessment status reputation class result rating maliciousness")
    add(.isHarmful, "malicious ismalicious isbad ismalware isthreat isphishing ismaliciousip ismaliciousdomain isioc")
    add(
      .isHarmless,
      """
      benign isbenign whitelisted iswhitelisted whitelist allowlisted isallowlisted allowlist clean isclean harmless \
      isharmless falsepositive isfalsepositive fp isfp legitimate islegitimate safe issafe goodware isgoodware
      """)
    add(.trafficLight, "tlp tlplevel tlpmarking marking markings trafficlight")
    add(
      .count,
      """
      count counts reports numreports reportcount totalreports numberofreports hits hitcount sightings sightingcount \
      occurrences attacks attackcount numberofblacklists blacklists numberoflists lists
      """)
    add(.toIDs, "toids")
    add(
      .foreign,
      """
      creationdate createddate registrationdate registered registeredat registeredon domaincreated domaincreationdate \
      creationtime compiletime compilationtime compiletimestamp targetip victimip next previous prev nextpage nexturl href self to recipient recipients rcpt mailto \
      emailto
      """)
    add(
      .remark, "name source sourceurl feed provider datasource reference references link links info comment description"
    )
    return roles
  }()
}
