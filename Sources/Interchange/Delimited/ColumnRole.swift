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
  case labels
  case trafficLight
  case count
  /// MISP's mark that a value is fit for detection.
  case toIDs

  /// The role of a column's name in any spelling: `First_Seen (UTC)`, `firstseen`, `first seen`.
  init?(name: String) {
    guard name.utf8.count <= 64, let role = Self.roles[name.nameKey] else { return nil }
    self = role
  }

  private static let roles: [String: ColumnRole] = {
    var roles: [String: ColumnRole] = [:]
    func add(_ role: ColumnRole, _ names: String) {
      for name in names.split(separator: " ") { roles[String(name)] = role }
    }
    add(.value([]), "indicator indicators indicatorvalue ioc iocs iocvalue value observable observablevalue artifact")
    add(
      .value(IndicatorKind.addresses),
      """
      ip ips ipaddress ipaddr ipv4 ipv6 ipv4address ipv6address ipv4addr ipv6addr srcip dstip sourceip destinationip \
      sourceaddress destinationaddress srcaddr dstaddr srcipaddress dstipaddress attackerip maliciousip c2ip badip \
      remoteip address cidr network subnet netblock prefix iprange hostip
      """)
    add(.rangeStart, "start startip startaddress rangestart ipstart ipfrom firstip fromip")
    add(.rangeEnd, "end endip endaddress rangeend ipend ipto lastip toip")
    add(.value([.domain]), "domain domains domainname fqdn dnsname baddomain maliciousdomain")
    add(.value(IndicatorKind.hosts), "host hosts hostname hostnames rhost c2 c2server c2host iphost ipordomain server")
    add(.value([.url]), "url urls uri maliciousurl phishurl phishingurl badurl")
    add(.value([.email]), "email emails emailaddress mail mailaddress emailaddr sender emailfrom emailsrc")
    add(.value(IndicatorKind.hashes), "hash hashes filehash hashvalue")
    add(.value([.md5]), "md5 md5hash filemd5 hashmd5 filehashmd5")
    add(.value([.sha1]), "sha1 sha1hash filesha1 hashsha1 filehashsha1")
    add(.value([.sha256]), "sha256 sha256hash filesha256 hashsha256 filehashsha256")
    add(.value([.sha512]), "sha512 sha512hash filesha512 hashsha512 filehashsha512")
    add(.kind, "type kind ioctype indicatortype observabletype valuetype datatype")
    add(.confidence, "confidence confidencelevel confidencescore abuseconfidencescore certainty confidencepercent")
    add(.score, "score riskscore threatscore riskrating")
    add(
      .firstSeen,
      """
      firstseen firstseenutc firstseenat firstseentime firstobserved firstreported dateadded dateaddedutc added addedat \
      created createdat creationdate date datetime time timestamp dateutc timestamputc reported reportedat datereported \
      discovered discovereddate detectiondate detected detectedat listingdate submissiontime submitted validfrom \
      publisheddate published
      """)
    add(
      .lastSeen,
      """
      lastseen lastseenutc lastseenat lastseentime lastobserved lastonline lastreported lastreportedat lastactivity \
      updated updatedat lastupdate lastupdated modified modifiedat lastmodified dateupdated lastdate
      """)
    add(
      .labels,
      """
      tag tags label labels threat threats threattype threatname malware malwares malwareprintable malwarefamily \
      malwarename family category categories attributetag eventtag classification signature listingreason campaign actor threatactor
      """)
    add(.trafficLight, "tlp tlplevel tlpmarking marking markings trafficlight")
    add(
      .count,
      """
      count counts reports numreports reportcount totalreports numberofreports hits hitcount sightings sightingcount \
      occurrences attacks attackcount numberofblacklists blacklists numberoflists lists
      """)
    add(.toIDs, "toids")
    return roles
  }()
}
