import Events
import SQLite

/// A stretch of the payload table that was checked.
struct CheckedPayloads: Sendable {
  var count: Int64 = 0
  var erased: Int64 = 0
  var bytes: Int64 = 0
  /// What is wrong with the payload after these, and its hash where that can be told.
  var fault: (hash: Digest?, problem: Problem)?
  /// Why the table could not be read further.
  var failure: (any Error)?

  enum Problem: Sendable {
    case impossibleHash
    case goneWithoutEvent
    case partLeft
    case thereAgain(erasure: Int64)
    case changed
  }
}

/// Checks that payloads are what events commit to, each by itself.
struct PayloadChecker {
  private let database: Database
  private let secret: [UInt8]
  private let erasures: [String: Int64]
  private let coder = PayloadCoder()

  /// How many payloads are checked at a time.
  static let section: Int64 = 1024

  /// `erasures` are the payloads that events say were erased, by their hashes, and where they say so.
  init(_ database: Database, secret: [UInt8], erasures: [String: Int64]) {
    self.database = database
    self.secret = secret
    self.erasures = erasures
  }

  /// Checks the section of a number, the first being 0, as far as the first fault.
  func check(_ number: Int, through last: Int64) -> CheckedPayloads {
    var checked = CheckedPayloads()
    do {
      let rows = try database.cached(
        "SELECT hash, salt, mac, bytes, size FROM payload WHERE id BETWEEN ? AND ? ORDER BY id")
      let first = Int64(number) * Self.section + 1
      rows.bind(1, first)
      rows.bind(2, min(last, first + Self.section - 1))
      defer { rows.reset() }
      while checked.fault == nil, try rows.step() { try check(rows, &checked) }
    } catch {
      checked.failure = error
    }
    return checked
  }

  private func check(_ row: Statement, _ checked: inout CheckedPayloads) throws {
    guard let hash = Digest(row.blob(0)) else { return checked.fault = (nil, .impossibleHash) }
    checked.count += 1
    let erasure = erasures[hash.description]
    guard !row.isNull(3) else {
      checked.erased += 1
      if erasure == nil {
        checked.fault = (hash, .goneWithoutEvent)
      } else if !(row.isNull(1) && row.isNull(2) && row.isNull(4)) {
        checked.fault = (hash, .partLeft)
      }
      return
    }
    if let erasure { return checked.fault = (hash, .thereAgain(erasure: erasure)) }
    let isWhole = try coder.withOriginal(of: row.blob(3), size: row.optionalInteger(4)) { bytes in
      checked.bytes += Int64(bytes.count)
      return EventLog.commitment(salt: row.blob(1), bytes) == hash
        && EventLog.mac(bytes, secret: secret) == Array(row.blob(2))
    }
    if isWhole != true { checked.fault = (hash, .changed) }
  }
}
