/// Hosts that reports link to because of what stands there, not because of who runs them.
///
/// Only live text is looked at: what is defanged was meant, as in a download from `raw.githubusercontent[.]com`.
enum CitedHosts {
  /// What a host is to a report.
  enum Role {
    /// Vendors, agencies and laboratories that publish about threats, and services that analyse what one gives them.
    case publisher
    /// Where anybody publishes: cited in a sentence, meant where it stands alone.
    case platform
    /// Names of vocabularies and document types.
    case vocabulary
  }

  /// The role of a host or of what it lies below; nil for all others.
  static func role(of host: String) -> Role? {
    var rest = host[...]
    while true {
      if let role = roles[String(rest)] { return role }
      guard let dot = rest.firstIndex(of: ".") else { return nil }
      rest = rest[rest.index(after: dot)...]
    }
  }

  private static let roles: [String: Role] = {
    var roles: [String: Role] = [:]
    func add(_ role: Role, _ hosts: String) {
      for host in hosts.split(whereSeparator: \.isWhitespace) { roles[String(host)] = role }
    }
    add(
      .publisher,
      """
      virustotal.com any.run tria.ge hybrid-analysis.com joesandbox.com joesecurity.org bazaar.abuse.ch \
      urlhaus.abuse.ch threatfox.abuse.ch feodotracker.abuse.ch sslbl.abuse.ch yaraify.abuse.ch urlscan.io \
      otx.alienvault.com cybersecurity.att.com attack.mitre.org cve.mitre.org mitre.org nvd.nist.gov nist.gov \
      malpedia.caad.fkie.fraunhofer.de analyze.intezer.com intezer.com capesandbox.com malshare.com \
      app.threatconnect.com unpac.me vxug.fakedoma.in vx-underground.org censys.io shodan.io greynoise.io \
      welivesecurity.com eset.com securelist.com securelist.ru kaspersky.com kaspersky.ru \
      paloaltonetworks.com talosintelligence.com snort.org mandiant.com fireeye.com crowdstrike.com sentinelone.com \
      sentinellabs.com sophos.com trendmicro.com mcafee.com trellix.com symantec.com proofpoint.com zscaler.com \
      checkpoint.com fortinet.com fortiguard.com bitdefender.com malwarebytes.com decoded.avast.io avast.io avast.com \
      volexity.com thedfirreport.com cisa.gov us-cert.gov ncsc.gov.uk citizenlab.ca amnesty.org recordedfuture.com \
      group-ib.com cybereason.com cyble.com elastic.co rapid7.com prodaft.com sekoia.io cylance.com dragos.com \
      anomali.com nccgroup.com nccgroup.trust research.nccgroup.com f-secure.com withsecure.com guardicore.com \
      akamai.com secureworks.com netscout.com arbornetworks.com riskiq.com domaintools.com drweb.com news.drweb.ru \
      clearskysec.com threatconnect.com accenture.com pwc.com lookout.com zimperium.com deepinstinct.com morphisec.com \
      huntress.com redcanary.com binarydefense.com \
      bleepingcomputer.com thehackernews.com krebsonsecurity.com \
      malware-traffic-analysis.net isc.sans.edu sans.org cert.pl cert.gov.ua cert.ssi.gouv.fr ssi.gouv.fr jpcert.or.jp \
      blogs.jpcert.or.jp nextron-systems.com valhalla.nextron-systems.com vmray.com reversinglabs.com gdatasoftware.com \
      hvs-consulting.de swisscom.ch swisscom.com orangecyberdefense.com truesec.com arcticwolf.com esentire.com \
      trustwave.com wiz.io lacework.com sysdig.com aquasec.com snyk.io team-cymru.com phishtank.com abuseipdb.com \
      yara.readthedocs.io misp-project.org oasis-open.org openioc.org emergingthreats.net emergingthreatspro.com \
      blackberry.com blogs.blackberry.com ptsecurity.com qianxin.com 360.cn ahnlab.com asec.ahnlab.com \
      exploit-db.com packetstormsecurity.com zerodayinitiative.com gendigital.com nviso.eu netlab.360.com \
      threatpost.com reliaquest.com cynet.com securityboulevard.com zscaler.fr forcepoint.com blackhat.com dhs.gov \
      www.microsoft.com msrc-blog.microsoft.com docs.microsoft.com learn.microsoft.com \
      msdn.microsoft.com technet.microsoft.com support.microsoft.com msrc.microsoft.com \
      techcommunity.microsoft.com creativecommons.org opensource.org gnu.org apache.org
      """)
    add(
      .platform,
      """
      github.com gist.github.com githubusercontent.com gitlab.com bitbucket.org twitter.com x.com medium.com \
      linkedin.com youtube.com facebook.com reddit.com wikipedia.org microsoft.com google.com apple.com \
      stackoverflow.com archive.org archive.is python.org slideshare.net telegram.org mastodon.social infosec.exchange \
      wired.com reuters.com nytimes.com washingtonpost.com theguardian.com bbc.com bbc.co.uk forbes.com zdnet.com \
      arstechnica.com vice.com justice.gov fbi.gov
      """)
    add(
      .vocabulary,
      """
      w3.org schemas.microsoft.com schemas.openxmlformats.org schemas.xmlsoap.org schemas.mandiant.com purl.org \
      xmlns.com json-schema.org ns.adobe.com docs.oasis-open.org stix.mitre.org cybox.mitre.org ogp.me schema.org
      """)
    return roles
  }()
}
