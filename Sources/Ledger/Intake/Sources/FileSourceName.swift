import Indicators

/// What a source is called after the name of a file: without extensions, dates, counters and marks of a copy.
///
/// A list that is saved under each day's name is one source. What only looks like a number stays: `apt28`, `ipv4`,
/// `top1m`, `level-1`. A name of which nothing would be left stays whole.
public enum FileSourceName {
  /// The name of the source, in normal form C.
  public static func source(ofFile path: String) -> String {
    let base = (path.split(separator: "/").last.map(String.init) ?? path).inNormalForm
    var name = base
    while true {
      let shorter = FileNameParts(withoutExtension(name)).stem
      if shorter == name { break }
      name = shorter
    }
    return name.contains { $0.isLetter || $0.isNumber } ? name : base
  }

  /// Endings that name a form and not the list, also several: `.txt.gz`.
  private static func withoutExtension(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
      extensions.contains(name[dot...].dropFirst().lowercased())
    else { return name }
    return String(name[..<dot])
  }

  private static let extensions: Set<String> = [
    "txt", "text", "csv", "tsv", "tab", "psv", "json", "jsonl", "ndjson", "geojson", "xml", "html", "htm", "md",
    "markdown", "adoc", "asciidoc", "rst", "tex", "eml", "log", "lst", "list", "dat", "data", "ioc", "iocs", "feed",
    "netset", "ipset", "hosts", "zone", "rpz", "conf", "cfg", "ini", "yml", "yaml", "stix", "stix2", "misp", "intel",
    "rules", "out", "gz", "bz2", "xz", "zst", "zip", "tgz", "z", "bak", "old", "orig", "tmp",
  ]
}
