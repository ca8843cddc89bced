import Connectors
import Indicators
import Time

/// The sources that a ledger knows, and what one of a file or of a given name is called among them.
public struct SourceBook: Sendable {
  /// When the first event of each source was recorded; nil for one that the run at hand began.
  private var known: [String: Timestamp?]

  /// Begins with the sources that have events.
  init(_ known: [String: Timestamp]) { self.known = known.mapValues { $0 } }

  /// The source of a name that somebody gave.
  public mutating func source(named given: String) -> IntakeSource {
    let name = given.inNormalForm
    let free = Self.freeName(name)
    var source = look(up: free)
    if free != name { source.warnings.insert(Self.renaming(name, free), at: 0) }
    return source
  }

  /// The source of a file whose command names none; `-` is standard input.
  ///
  /// A ledger that knows the file's full name as a source, from before names were shortened, keeps it.
  public mutating func source(ofFile path: String) -> IntakeSource {
    if path == "-" { return look(up: "stdin") }
    let base = (path.split(separator: "/").last.map(String.init) ?? path).inNormalForm
    let name = FileSourceName.source(ofFile: base)
    return known[name] == nil && known[base] != nil ? look(up: base) : source(named: name)
  }

  /// The name under which somebody other than a connector speaks: connectors' names are theirs, in any letter case.
  public static func freeName(_ name: String) -> String {
    let isReserved = ConnectorCatalog.connector(named: name.lowercased()) != nil
    return isReserved ? name + "-feed" : name
  }

  /// Says that a name was changed.
  public static func renaming(_ name: String, _ free: String) -> String {
    "'\(name)' is a connector's name, and only its answers are recorded under it: the source is called '\(free)'; "
      + "--source gives it another name"
  }

  private mutating func look(up name: String) -> IntakeSource {
    if let since = known[name] { return IntakeSource(name: name, knownSince: since) }
    let skeleton = Self.withoutDigits(name)
    let similar = known.keys.filter {
      Self.withoutDigits($0) == skeleton && ConnectorCatalog.connector(named: $0) == nil
    }
    known[name] = .some(nil)
    guard let other = similar.min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) else {
      return IntakeSource(name: name)
    }
    let warning =
      "source '\(name)' is new, and '\(other)', which the ledger knows, differs from it by digits alone: two sources "
      + "confirm each other; if they are one, say --source '\(other)'"
    return IntakeSource(name: name, warnings: [warning])
  }

  private static func withoutDigits(_ name: String) -> String { name.filter { !$0.isNumber } }
}
