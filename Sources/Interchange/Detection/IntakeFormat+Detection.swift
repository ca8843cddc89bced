extension IntakeFormat {
  /// Finds out the format of an input from its first bytes, at best ``IntakeFormat/prefixSize`` of them, and its name.
  ///
  /// JSON is told by its outermost members. Of text, the name's extension decides where it is `csv`, `tsv` or one of
  /// prose; else the shape of the lines. Throws where the input is of a known format that is none of ours.
  public static func detect(fileName: String?, firstBytes: [UInt8]) throws(IntakeError) -> IntakeFormat {
    try refuseForeign(firstBytes)
    try refuseMarkup(firstBytes)
    if JSONSurvey.looksLikeJSON(firstBytes) { return try JSONSurvey(firstBytes).format() }
    switch fileName.flatMap(pathExtension) {
    case "csv": return .csv
    case "tsv", "tab": return .tsv
    case let name? where proseExtensions.contains(name): return .text
    default: return TextSurvey(firstBytes).format
    }
  }

  /// Reports, mails, logs, rules, markup and code: whatever their lines look like, they are no lists or tables.
  private static let proseExtensions: Set<String> = [
    "adoc", "asciidoc", "bat", "c", "cpp", "cs", "eml", "go", "h", "htm", "html", "ini", "ioc", "java", "js", "log",
    "markdown", "md", "mht", "php", "ps1", "py", "rb", "rs", "rst", "rules", "sh", "sigma", "snort", "tex", "toml",
    "ts",
    "vbs", "xml", "yaml", "yar", "yara", "yml",
  ]

  private static func pathExtension(_ name: String) -> String? {
    guard let dot = name.lastIndex(of: "."), !name[dot...].contains("/") else { return nil }
    return name[dot...].dropFirst().lowercased()
  }

  /// Throws for formats that are no text, whatever the user says they are.
  static func refuseForeign(_ bytes: [UInt8]) throws(IntakeError) {
    for (magic, name, remedy) in magics where bytes.starts(with: magic) {
      throw IntakeError(line: 1, "this is \(name); \(remedy)")
    }
    let sample = bytes.prefix(4096)
    let zeros = sample.count { $0 == 0 }
    if zeros * 5 > sample.count * 2, sample.count > 3 {
      throw IntakeError(
        line: 1,
        "this is no text, or UTF-16 without a byte order mark; convert it first: iconv -f UTF-16LE -t UTF-8 FILE")
    }
    // A text with a damaged line is still a text.
    let lines = sample.split(separator: UInt8(ascii: "\n"))
    if zeros > 0, lines.count(where: { $0.contains(0) }) * 2 > lines.count {
      throw IntakeError(line: 1, "this is no text: it holds NUL bytes; convert it to text in UTF-8 first")
    }
  }

  private static let magics: [(magic: [UInt8], name: String, remedy: String)] = {
    let unpack = "unpack it first and take in the files inside"
    let office = "save it as CSV or plain text first"
    return [
      (Array("%PDF-".utf8), "a PDF", "convert it to text first: pdftotext FILE - | iocledger ingest -"),
      ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or an Office document", "\(unpack), or \(office)"),
      ([0x50, 0x4B, 0x05, 0x06], "an empty ZIP archive", "there is nothing in it"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an Office document", office),
      (Array("{\\rtf".utf8), "an RTF document", office),
      ([0x1F, 0x8B], "compressed by gzip", "unpack it first: gunzip -c FILE | iocledger ingest -"),
      (Array("BZh".utf8), "compressed by bzip2", "unpack it first: bunzip2 -c FILE | iocledger ingest -"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "compressed by xz", "unpack it first: xz -dc FILE | iocledger ingest -"),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed by zstd", "unpack it first: zstd -dc FILE | iocledger ingest -"),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", unpack),
      (Array("Rar!".utf8), "a RAR archive", unpack),
      (Array("SQLite format 3\0".utf8), "an SQLite database", "export its tables as CSV first"),
      ([0x7F] + Array("ELF".utf8), "a program", "look its hash up instead: iocledger enrich SHA256"),
      ([0x89] + Array("PNG".utf8), "a picture", "take in the text that it shows"),
      ([0xFF, 0xD8, 0xFF], "a picture", "take in the text that it shows"),
      (Array("GIF8".utf8), "a picture", "take in the text that it shows"),
    ]
  }()

  /// Throws for web pages, which are mostly the error page of a feed, and for STIX 1 in XML.
  private static func refuseMarkup(_ bytes: [UInt8]) throws(IntakeError) {
    let start = String(decoding: bytes.prefix(2048), as: UTF8.self)
    let text = start.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
    if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") || text.hasPrefix("<head") {
      throw IntakeError(
        line: 1, "this is a web page, perhaps the error page of a feed; to look for indicators in it say --format text")
    }
    if text.hasPrefix("<"), text.contains("stix.mitre.org") || text.contains("<stix:stix_package") {
      throw IntakeError(line: 1, "this is STIX 1 in XML; convert it to STIX 2.1 first, with stix2-elevator")
    }
  }
}
