import Indicators
import Interchange
import Testing

@Suite("Hashes in prose")
struct ProseHashTests {
  private static let md5 = "0cc175b9c0f1b6a831c399e269772661"
  private static let sha1 = "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"
  private static let sha256 = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"

  @Test(
    "that are called something else than the checksum of a file are refused",
    arguments: [
      "imphash: \(md5)", "ImpHash = \"\(md5)\"", "pe.imphash() == \"\(md5)\"", "JA3 \(md5)", "ja3s hash: \(md5)",
      "HASSHServer – \(md5)", "| Import hash | \(md5) |", "Rich header: \(md5)", "SHA3-256: \(sha256)",
      "sha-512/256 \(sha256)", "BLAKE3: \(sha256)", "authentihash \(sha256)", "xt=urn:btih:\(sha1)",
      "reverted in commit \(sha1)", "uses: owner/action@\(sha1)", "Certificate SHA1: \(sha1)",
      "thumbprint (SHA-1): \(sha1)",
      "AES key: \(md5)", "Campaign ID: \(md5)", "\(md5) (imphash)", "vhash:\(md5)", "favicon md5: \(md5)",
    ])
  func fingerprints(text: String) throws {
    let fates = try ProseFates(text)
    #expect(fates.taken == [] && fates.refused.count == 1)
  }

  @Test(
    "are taken under the name of their algorithm, or none",
    arguments: [
      "MD5: \(md5)", "md5-\(md5)", "Sample \(md5)", "SHA256 hash: \(sha256)", "\(sha256) – scanner", "\(sha1);50",
      "imphash: see below. MD5 \(md5)", "It commits fraud, SHA1 \(sha1)", "md5=\(md5) imphash=none", "|\(md5)|\(sha1)|",
      "- https://kit.example/a - \(sha256)", "The file's hash is \(sha256)",
      "| client | SSH private key | \(sha256) |",
    ])
  func checksums(text: String) throws {
    #expect(try ProseFates(text).taken.contains { $0.count >= 32 && !$0.contains("/") })
  }

  @Test("a heading or the name of a column says what they are")
  func headings() throws {
    let text = """
      Imphash
      \(Self.md5)

      MD5 hashes
      \(Self.md5)

      | SHA-1 | Imphash |
      |---|---|
      | \(Self.sha1) | \(Self.md5) |
      """
    let fates = try ProseFates(text)
    #expect(fates.taken == [Self.md5, Self.sha1])
    #expect(fates.refused == [Self.md5, Self.md5])
  }

  @Test("the bytes of a pattern and the digits of an identifier are none")
  func otherDigits() throws {
    let fates = try ProseFates("$a = {\(Self.md5)} 0x\(Self.sha1) id-\(Self.md5)x")
    #expect(fates.taken == [])
  }
}
