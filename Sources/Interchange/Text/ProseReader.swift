import Events
import Indicators
import Time

/// Finds the indicators in prose: reports, advisories, e-mails, logs, defanged or not.
///
/// Every mention is a statement of its own, with the number of its line. Domains must end in a top-level domain (see
/// ``TopLevelDomains``); what is not defanged must also be no file name, version or malware name. A URL or e-mail
/// address does not make its host an indicator; a host with a path but no scheme is the URL `http://host/path`. Lines of
/// any length pass through flat memory; values broken across lines are not put together again.
public struct ProseReader: IntakeReader {
  private var lines: LineSplitter
  private var found: ArraySlice<Indicator> = []
  private var number = 0

  /// Reads from a source.
  public init(_ source: @escaping ByteSource) {
    lines = LineSplitter(source, limit: 1 << 18, longLines: .cut)
  }

  /// The next item, or nil at the end of the input; a line without indicators is skipped.
  public mutating func next() throws -> IntakeItem? {
    if let indicator = found.popFirst() {
      return .statement(Statement(indicator: indicator, signals: .listed, line: number))
    }
    guard let line = try lines.next() else { return nil }
    var scanner = ProseScanner(line.bytes)
    scanner.scan()
    found = scanner.found[...]
    number = line.number
    guard let first = found.popFirst() else { return .skipped(Skip(line: number, reason: .prose)) }
    return .statement(Statement(indicator: first, signals: .listed, line: number))
  }
}
