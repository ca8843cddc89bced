import Indicators
import Time
import Views

/// How an input is taken in.
public struct IntakeOptions: Sendable {
  /// Who says what the input says: `--source`, else the file's base name, `stdin` for standard input.
  public var source: String
  /// The marking of everything in the input; a statement's own counts where it is stricter.
  public var trafficLight: TrafficLight?
  /// Labels for everything in the input.
  public var labels: [String]

  /// States how.
  public init(source: String, trafficLight: TrafficLight? = nil, labels: [String] = []) {
    self.source = source
    self.trafficLight = trafficLight
    self.labels = labels
  }
}

/// What became of an input.
public struct IntakeReport: Hashable, Sendable {
  /// How many statements were read.
  public var read: Int64 = 0
  /// How many distinct indicators, entities and relationships are new to the ledger.
  public var new: Int64 = 0
  /// How many distinct ones it held already.
  public var known: Int64 = 0
  /// How many events were appended.
  public var events: Int64 = 0
  /// How many comments and blanks were passed over.
  public var skipped: Int64 = 0
  /// The first thousand parts that could not be taken in.
  public var rejected: [RejectedLine] = []
  /// How many there were altogether.
  public var rejectedTotal: Int64 = 0
  /// Cells that could not be read, in rows that were taken in without them: the first of each column of each file.
  public var ignored: [RejectedLine] = []
  /// The last line up to which everything is durable.
  public var committedLines: Int64 = 0
  /// The log's last position then.
  public var seq: Int64 = 0
  /// The ids of the streams of the indicators in the input, in the order of their ids.
  public var indicators: [Int64] { touched.ids }

  /// How many rejected parts are kept.
  public static let keptRejections = 1000

  var touched = IdentifierSet()
  var fresh = IdentifierSet()
  var relationships = Set<StatementKey>()

  /// Nothing read yet.
  public init() {}
}

/// A part of a file that could not be taken in.
public struct RejectedLine: Hashable, Sendable {
  /// The file's name as it was given.
  public var file: String
  /// The line it starts on, from 1.
  public var line: Int
  /// The text in question.
  public var text: String
  /// Why, and what to do.
  public var reason: String
}

/// A set of small numbers, one bit each: distinct indicators are counted in flat memory.
struct IdentifierSet: Hashable, Sendable {
  private var words: [UInt64] = []

  /// Adds a number; false where it was in the set.
  mutating func insert(_ id: Int64) -> Bool {
    let word = Int(id >> 6)
    if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
    let bit: UInt64 = 1 << UInt64(id & 63)
    defer { words[word] |= bit }
    return words[word] & bit == 0
  }

  /// Adds the numbers of another set.
  mutating func formUnion(_ other: IdentifierSet) {
    if words.count < other.words.count { words += repeatElement(0, count: other.words.count - words.count) }
    for (index, word) in other.words.enumerated() { words[index] |= word }
  }

  func contains(_ id: Int64) -> Bool {
    let word = Int(id >> 6)
    return word < words.count && words[word] >> UInt64(id & 63) & 1 == 1
  }

  /// The numbers, ascending.
  var ids: [Int64] {
    words.enumerated().flatMap { index, word in
      (0..<64).filter { word >> UInt64($0) & 1 == 1 }.map { Int64(index * 64 + $0) }
    }
  }
}
