import Indicators

/// What a source means by the name of an indicator's type, such as `ip:port`, `FileHash-SHA256` or `domain|ip`.
enum IndicatorTypeName {
  /// One value of these kinds.
  case kinds([IndicatorKind])
  /// Several values joined by `|`, of these kinds in turn; empty for a part that is no indicator, such as a port.
  case parts([[IndicatorKind]])
  /// Something that is no indicator of a kind we hold.
  case other
  /// Words about the others, or where they come from: a description, the link to a report.
  case citation

  /// Whether values of this type are held.
  var isOfIndicators: Bool {
    switch self {
    case .kinds, .parts: true
    case .other, .citation: false
    }
  }

  /// Whether the row warns of nothing.
  var isCitation: Bool { if case .citation = self { true } else { false } }

  /// Nil for a name that we do not know, which then says nothing about the value.
  init?(_ name: String) {
    let name = name.trimmed.lowercased()
    if let type = MispAttributeType(name) {
      self = type.parts.count == 1 ? .kinds(type.parts[0]) : .parts(type.parts)
      return
    }
    guard name.utf8.count <= 64 else { return nil }
    if let meaning = Self.meanings[name.nameKey] {
      self = meaning
      return
    }
    if Self.digests.contains(name.nameKey) {
      self = .other
      return
    }
    // `IPv4 Address`, `SHA256 Hash`, `Phishing URL`, `Email Subject`: as a column would be called.
    let role = ColumnName(name).words.count <= Self.maximumWords ? ColumnRole(name: name) : nil
    switch role {
    // `hassh-md5` names an MD5, and MISP knows of what.
    case .value(let kinds) where !kinds.isEmpty && !MispAttributeType.otherTypes.contains(name): self = .kinds(kinds)
    case .foreign: self = .other
    case .remark: self = .citation
    default:
      guard MispAttributeType.otherTypes.contains(name) else { return nil }
      self = .other
    }
  }

  /// A longer name is a remark of the publisher's own.
  private static let maximumWords = 3

  /// Digests of something else than a whole file, or by other algorithms, as sources besides MISP call them.
  ///
  /// Many have the form of an MD5, a SHA-1 or a SHA-256.
  private static let digests: Set<String> = Set(
    """
    authenticode authentihashsha256 pesha1 pesha256 richheader richheaderhash richpe richpeheaderhash richpeheader \
    sectionhash pesection certhash certificatehash certificatefingerprint certsha1 certsha256 sslfingerprint sslsha1 \
    tlsfingerprint x509fingerprint hassh hasshserver ja3hash ja3shash ja3digest ja3sdigest ja4 ja4s ja4h ja4x jarmhash \
    sha512t224 sha512t256 sha3 sha3224 sha3256 sha3384 sha3512 keccak256 shake128 shake256 sm3 md2 md4 ripemd160 \
    blake2b blake2s blake3 whirlpool tiger crc32 adler32 xxhash murmur3 ntlm ntlmhash lmhash gitcommit commit commitid \
    commithash btih infohash torrent icondhash dhash phash faviconhash mmh3 sdhash nilsimsa lzjd permhash symhash \
    imphashfuzzy filehashauthentihash filehashvhash filehashtlsh filehashimpfuzzy bodyhash domhash passwordhash
    """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))

  private static let meanings: [String: IndicatorTypeName] = {
    var meanings: [String: IndicatorTypeName] = [:]
    func add(_ meaning: IndicatorTypeName, _ names: String) {
      for name in names.split(separator: " ") { meanings[String(name)] = meaning }
    }
    add(.kinds(IndicatorKind.addresses), "ip ips ipaddress ipaddr ipv4 ipv6 ipv4addr ipv6addr ipv4address ipv6address")
    add(
      .kinds(IndicatorKind.addresses),
      "ipport ipv4port ipv6port cidr ipv4cidr ipv6cidr subnet network netblock address range iprange"
    )
    add(.kinds(IndicatorKind.hosts), "domain domainname fqdn host hostname domainport hostport c2")
    add(.kinds([.url]), "url uri urls website webpage")
    add(.kinds([.email]), "email emailaddr emailaddress mail emailwhois whoisregistrantemail emailsender")
    add(.kinds(IndicatorKind.hashes), "hash filehash file")
    add(.kinds([.md5]), "md5 md5hash filehashmd5 hashmd5 filemd5")
    add(.kinds([.sha1]), "sha1 sha1hash filehashsha1 hashsha1 filesha1")
    add(.kinds([.sha256]), "sha256 sha256hash filehashsha256 hashsha256 filesha256")
    add(.kinds([.sha512]), "sha512 sha512hash filehashsha512 hashsha512 filesha512")
    add(
      .other,
      """
      filename filepath mutex cve vulnerability yara filehashimphash imphash imphashhash filehashpehash pehash ssdeep \
      filehashssdeep tlsh bitcoinaddress btc cryptowallet walletaddress useragent asn as autonomoussystem registrykey \
      registry regkey ja3 ja3s jarm macaddress certificate x509 sslcertfingerprint process service sha224 sha384 \
      phonenumber password username filesize string strings country scheduledtask task namedpipe pipe \
      regex sigma snort suricata command commandline attachment text other patterninmemory patterninfile \
      patternintraffic sizeinbytes datetime hex port counter boolean float mimetype malwaretype threatactor campaignname \
      campaignid windowsservicename windowsservicedisplayname windowsscheduledtask targetuser targetorg targetmachine \
      targetlocation targetexternal targetemail x509fingerprintsha1 x509fingerprintsha256 x509fingerprintmd5 \
      whoisregistrantname whoisregistrantphone whoisregistrantorg whoisregistrar whoiscreationdate xmr dash iban \
      githubusername githubrepository emailsubject emailbody emailheader emailattachment emailxmailer \
      emailmimeboundary emailmessageid emailthreadindex emaildstdisplayname emailsrcdisplayname eppn jabberid twitterid \
      authentihash filenameauthentihash filenameimphash filenamessdeep filenametlsh filenamevhash stix2pattern \
      identitycardnumber fullname firstname lastname cpe weakness mobileapplicationid chromeextensionid
      """)
    return meanings
  }()
}
