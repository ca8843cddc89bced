import EventLog
import Events
import Scoring

extension Ledger {
  /// Makes a ledger in a folder, or opens the one that is there; says which.
  ///
  /// A new ledger has the built-in scorecards published and `default` active, all as events, and files to edit:
  /// `config.yml`, `scorecards/`, `lists/`. Everything is readable by its owner only.
  public static func create(at path: String, context: LedgerContext) throws -> (ledger: Ledger, isNew: Bool) {
    let (ledger, isNew) = try createEmpty(at: path, context: context)
    try ledger.publishBuiltInScorecards()
    return (ledger, isNew)
  }

  /// Makes a ledger without any event, for those of another one, or opens the one that is there; says which.
  public static func createEmpty(at path: String, context: LedgerContext) throws -> (ledger: Ledger, isNew: Bool) {
    let folder = LedgerFolder(path)
    let isNew = !Files.exists(folder.log)
    if isNew {
      try Files.createPrivateFolder(folder.path)
      guard Files.isWritable(folder.path) else {
        throw EventLogError(
          .readOnly, "\(folder.path) cannot be written; check its permissions or choose another with --ledger")
      }
      try EventLog.create(folder, now: context.now(), ledgerID: uuid(context.random(16)), secret: context.random(32))
    }
    let ledger = try Ledger(folder, access: .readWrite, context: context)
    // Also where an earlier init was cut short.
    try ledger.writeStarterFiles()
    return (ledger, isNew)
  }

  private func publishBuiltInScorecards() throws {
    guard try head() == 0 else { return }
    let lists = Dictionary(uniqueKeysWithValues: Scorecard.builtInLists.map { ($0.name, $0.text) })
    try write { writer in
      guard writer.appender.head == 0 else { return }
      for (name, text) in Scorecard.builtIn {
        try Self.publish(Scorecard(parsing: text, lists: lists, file: "\(name).yml"), writer)
      }
      guard let standard = Scorecard.builtIn.first(where: { $0.name == "default" }) else { return }
      let scorecard = try Scorecard(parsing: standard.text, lists: lists, file: "default.yml")
      try writer.append(
        .scorecardActivated, about: .scorecards, source: "analyst",
        facts: ["id": .text(scorecard.id), "name": .text(scorecard.name)])
    }
  }

  private func writeStarterFiles() throws {
    try Files.createPrivateFolder(folder.scorecards)
    try Files.createPrivateFolder(folder.lists)
    var files = [(folder.configuration, Configuration.starterText)]
    files += Scorecard.builtIn.map { ("\(folder.scorecards)/\($0.name).yml", $0.text) }
    files += Scorecard.builtInLists.map { ("\(folder.lists)/\($0.name).json", $0.text) }
    for (path, text) in files where !Files.exists(path) { try Files.replace(path, with: Array(text.utf8)) }
  }

  /// A random UUID, version 4.
  private static func uuid(_ random: [UInt8]) -> String {
    var bytes = random
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    return bytes.withUnsafeBytes { EventID(bytes: $0)?.description ?? "" }
  }
}
