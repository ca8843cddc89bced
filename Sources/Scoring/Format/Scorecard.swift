import Crypto
import YAML

/// A file of scoring rules: how far each source is trusted, what each signal means, how beliefs decay and combine.
///
/// The same text with the same lists is the same scorecard, and gives the same scores for ever.
public struct Scorecard: Sendable {
  /// The scorecard's identity: 64 lower-case hexadecimal digits, see ``identity(of:lists:)``.
  public let id: String
  /// The name it gives itself, such as `default`.
  public let name: String
  /// The YAML text as written.
  public let text: String
  /// The allow lists it names, in the order of their names.
  public let lists: [AllowList]
  let settings: ScorecardSettings

  /// Reads and checks a scorecard with the lists it names.
  ///
  /// `lists` are JSON texts by name; `file` is what errors call the file. Every problem found is reported at once,
  /// except that nothing beyond a fault in the YAML itself can be read.
  public init(parsing text: String, lists: [String: String], file: String) throws(ScorecardError) {
    try self.init(text, lists: lists, file: file, checksLists: true)
  }

  /// Reads a scorecard that was checked when it was published, without reading its lists before they are needed.
  public init(published text: String, lists: [String: String], file: String) throws(ScorecardError) {
    try self.init(text, lists: lists, file: file, checksLists: false)
  }

  /// The names of the allow lists that a scorecard names, sorted, so that they can be loaded before it is read.
  ///
  /// Fails only where the YAML itself cannot be read; every other problem is for ``init(parsing:lists:file:)``.
  public static func listNames(in text: String, file: String) throws(ScorecardError) -> [String] {
    try read(text, file: file).lineOfList.keys.sorted()
  }

  /// SHA-256 over the text and the lists it names, in hexadecimal.
  ///
  /// Frozen: events and views refer to scorecards by it. Hashed are the 24 bytes `iocledger scorecard v1` and two line
  /// feeds, the text, and for each list in the order of the names' UTF-8 bytes its name and its JSON text. Each of these
  /// texts is preceded by its length in UTF-8 bytes as eight bytes, most significant first.
  public static func identity(of text: String, lists: [(name: String, text: String)]) -> String {
    var hash = SHA256()
    func add(_ text: String) {
      withUnsafeBytes(of: UInt64(text.utf8.count).bigEndian) { hash.update(bufferPointer: $0) }
      var text = text
      text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    }
    var domain = "iocledger scorecard v1\n\n"
    domain.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    add(text)
    for list in lists.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      add(list.name)
      add(list.text)
    }
    let digits = Array("0123456789abcdef".utf8)
    let text = hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  private init(
    _ text: String, lists: [String: String], file: String, checksLists: Bool
  ) throws(ScorecardError) {
    let reader = try Self.read(text, file: file)
    var problems = reader.problems
    var found: [AllowList] = []
    for (name, line) in reader.lineOfList.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      guard let list = lists[name] else {
        problems.append(
          .init(line: line, message: "there is no list '\(name)'", remedy: "put it into lists/\(name).json"))
        continue
      }
      do throws(AllowListError) {
        found.append(checksLists ? try AllowList(name: name, parsing: list) : AllowList(name: name, unchecked: list))
      } catch {
        let place = error.line.map { ":\($0)" } ?? ""
        problems.append(
          .init(line: line, message: "lists/\(name).json\(place): \(error.message)", remedy: error.remedy))
      }
    }
    guard problems.isEmpty else { throw ScorecardError(file: file, problems: problems) }
    self.text = text
    self.lists = found
    settings = reader.settings
    name = reader.settings.name
    id = Self.identity(of: text, lists: found.map { ($0.name, $0.text) })
  }

  private static func read(_ text: String, file: String) throws(ScorecardError) -> ScorecardReader {
    let tree: YAMLNode?
    do throws(YAMLError) {
      tree = try YAMLNode.parse(text)
    } catch {
      throw ScorecardError(file: file, problems: [ScorecardError.Problem(error)])
    }
    var reader = ScorecardReader()
    reader.read(tree)
    return reader
  }
}

extension ScorecardError.Problem {
  fileprivate init(_ error: YAMLError) {
    let message = error.duplicate.map { "'\($0.prefix(60))' is written more than once in one mapping" }
    self.init(line: error.line, message: message ?? error.problem, remedy: error.remedy)
  }
}

extension Scorecard {
  /// What the scorecard says about itself.
  public var summary: String? { settings.description }

  /// How beliefs are combined.
  public var combiner: Combiner { settings.combiner }

  /// Where the bands of the verdicts begin.
  public var thresholds: VerdictThresholds { settings.thresholds }
}
