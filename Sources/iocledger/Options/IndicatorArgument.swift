import ArgumentParser
import Indicators

/// The indicator that a command is about, defanged or not.
struct IndicatorArgument: ParsableArguments {
  @Argument(help: .indicator) var text: String

  func indicator() throws -> Indicator { try Self.indicator(text) }

  /// Reads an indicator; what is none is a mistake in the command.
  static func indicator(_ text: String) throws -> Indicator {
    do throws(IndicatorError) {
      return try Indicator(parsing: text)
    } catch {
      throw Failure(.usage, "'\(text)' is no indicator: \(error.description)")
    }
  }
}

extension ArgumentHelp {
  static let indicator = ArgumentHelp(
    "The indicator, as it is or defanged: evil[.]example, hxxps://…", valueName: "ioc")
}
