import Events

/// What a backup says of itself in its first file, `BACKUP`: a few lines for people, which restoring checks.
struct BackupSummary: Hashable {
  /// The number of the archive's format.
  static let format = 1
  /// The first file's name.
  static let fileName = "BACKUP"

  /// The ledger's identity.
  var ledgerID: String
  /// How many events its log has.
  var events: Int64
  /// The root over them.
  var root: Digest

  var text: String {
    """
    IOCLedger backup, format \(Self.format)
    ledger \(ledgerID)
    events \(events)
    root \(root)

    'iocledger restore' makes a ledger of this archive. So does 'tar xf': the folder ledger/ is one.
    'sha256sum --check SHA256SUMS' in it checks the files.

    """
  }

  init(ledgerID: String, events: Int64, root: Digest) {
    self.ledgerID = ledgerID
    self.events = events
    self.root = root
  }

  /// Reads the text; nil for any other.
  init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count > 4, let id = Self.value(lines[1], "ledger"),
      let events = Self.value(lines[2], "events").flatMap({ Int64($0) }),
      let root = Self.value(lines[3], "root").flatMap({ Digest(hexadecimal: $0) })
    else { return nil }
    self.init(ledgerID: id, events: events, root: root)
    guard self.text == text else { return nil }
  }

  private static func value(_ line: String, _ name: String) -> String? {
    line.hasPrefix(name + " ") ? String(line.dropFirst(name.count + 1)) : nil
  }
}
