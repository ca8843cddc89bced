import ArgumentParser
import EventLog
import Events

/// Whose signatures are believed.
struct KeyOptions: ParsableArguments {
  @Option(
    name: .customLong("key"),
    help: ArgumentHelp(
      "Believe this verifier key, or the one in this file, instead of those in the ledger; repeatable.",
      valueName: "vkey|file"),
    completion: .file(extensions: ["vkey"]))
  var names: [String] = []

  /// The keys that were given.
  func keys() throws -> [VerifierKey] {
    try names.map { name in
      if let key = try? VerifierKey(parsing: name) { return key }
      guard Files.exists(name) else {
        throw Failure(
          .usage, "\(name) is neither a verifier key nor a file",
          remedy: "give a key such as the one in keys/checkpoint.vkey, in quotes, or a file that holds one")
      }
      return try KeyFolder.verifier(file: name, allowingStreams: true)
    }
  }
}
