/// The values of `--color`.
///
/// The raw values are names in the command line's contract.
public enum ColorChoice: String, CaseIterable, Hashable, Sendable {
  /// Colour where a person reads: on a terminal that knows colour, unless `NO_COLOR` says otherwise.
  case auto
  /// Colour everywhere, in pipes too.
  case always
  /// No colour anywhere.
  case never

  /// Whether to colour, from this choice, the stream and the environment.
  ///
  /// The choice on the command line wins, then `NO_COLOR` (https://no-color.org: set and not empty), then
  /// `CLICOLOR_FORCE` (https://bixense.com/clicolors: set and not `0`), then whether the stream is a terminal, then
  /// `CLICOLOR=0` and a `TERM` that is missing or `dumb`.
  public func allowsColor(isTerminal: Bool, environment: (String) -> String?) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if let value = environment("NO_COLOR"), !value.isEmpty { return false }
    if let value = environment("CLICOLOR_FORCE"), !value.isEmpty, value != "0" { return true }
    guard isTerminal, environment("CLICOLOR") != "0" else { return false }
    guard let kind = environment("TERM"), !kind.isEmpty else { return false }
    return kind != "dumb"
  }
}
