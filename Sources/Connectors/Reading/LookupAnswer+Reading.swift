import Events
import Indicators

extension LookupAnswer {
  /// Runs a reading that may fail, and makes its failure the answer.
  static func reading(_ read: () throws(LookupFailure) -> LookupAnswer) -> LookupAnswer {
    do {
      return try read()
    } catch {
      return .failed(error)
    }
  }

  /// The vendor was asked and knows nothing.
  static let notFound = LookupAnswer.answered(Observation(status: .notFound))
}

extension CheckAnswer {
  /// Runs a reading that may fail, and makes its failure the answer.
  static func reading(_ read: () throws(LookupFailure) -> CheckAnswer) -> CheckAnswer {
    do {
      return try read()
    } catch {
      return .failed(error)
    }
  }
}

extension Indicator {
  /// Makes sure that an answer about an address is about this one, however the vendor writes it.
  func requireSameAddress(as text: String?) throws(LookupFailure) {
    guard let text else { throw LookupFailure(.malformed, "the answer does not say which address it is about") }
    guard let answered = IPAddress(parsing: text), answered.unmapped == IPAddress(parsing: value)?.unmapped else {
      throw LookupFailure(.wrongSubject, "asked about \(value), the answer is about \(text)")
    }
  }
}
