import EventLog
import Foundation
import Ledger
import Testing

@Suite("The configuration file")
struct ConfigurationTests {
  @Test(
    "that is no YAML is named with its line, and none of its text is repeated: there may be a key in it",
    arguments: [
      ("connectors: {virustotal: {api_key: s3cret, api_key: s3cret}}\n", 1),
      ("connectors:\n  virustotal:\n\tapi_key: s3cret\n", 3),
      ("connectors: [\n", 2), ("api_key: s3cret\nx: \"unclosed s3cret\n", 3), ("a: *s3cret\n", 1),
    ])
  func notYAML(text: String, line: Int) throws {
    let message = try message(text)
    #expect(!message.contains("s3cret"), "\(message)")
    #expect(message.contains("config.yml:\(line): "), "\(message)")
    #expect(!message.contains("\n"))
  }

  @Test("that is a list or a word is refused", arguments: ["- virustotal\n", "virustotal\n"])
  func notMapping(text: String) throws {
    #expect(try message(text).contains("must be a mapping"))
  }

  private func message(_ text: String) throws -> String {
    let temporary = try TemporaryLedger()
    let folder = LedgerFolder(temporary.path)
    try Files.replace(folder.configuration, with: Array(text.utf8))
    let error = #expect(throws: LedgerError.self) { try Configuration(folder: folder, environment: [:]) }
    return error?.description ?? ""
  }
}
