import Events
import JSON

/// A file of proofs: one object, an array of them, or one a line, as `events --proof` writes them.
public struct ProofFile {
  /// The largest file that is read, in bytes.
  public static let maximumSize = 64 << 20

  /// Checks every proof in a file that may hold anything; where it holds none, that is the answer.
  public static func check(_ bytes: [UInt8], keys: [VerifierKey]) -> [EventProofCheck] {
    let values: [JSONValue]
    do {
      values = try self.values(bytes)
    } catch {
      return [EventProofCheck(unreadable: "this is no proof: \(error)")]
    }
    guard !values.isEmpty else { return [EventProofCheck(unreadable: "there is no proof in it")] }
    return values.map { value in
      do throws(LedgerError) {
        return EventProofCheck(try EventProof(value), keys: keys, in: value)
      } catch {
        return EventProofCheck(unreadable: error.description)
      }
    }
  }

  private static func values(_ bytes: [UInt8]) throws(JSONError) -> [JSONValue] {
    do {
      let value = try JSONValue(parsing: bytes, allowsRepeatedMembers: false)
      return value.array ?? [value]
    } catch {
      let lines = bytes.split(separator: 0x0A)
      // One a line only where the first line is a whole value; otherwise the file's own error says more.
      guard lines.count > 1, let first = lines.first,
        (try? JSONValue(parsing: first, allowsRepeatedMembers: false)) != nil
      else { throw error }
      var values: [JSONValue] = []
      for line in lines { values.append(try JSONValue(parsing: line, allowsRepeatedMembers: false)) }
      return values
    }
  }
}
