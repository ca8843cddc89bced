import Indicators
import Time
import Views

/// How an input is taken in.
public struct IntakeOptions: Sendable {
  /// Who says what the input says: `--source`, else the file's base name, `stdin` for standard input.
  public var source: String
  /// The marking of everything in the input; a statement's own counts where it is stricter.
  public var trafficLight: TrafficLight?
  /// Labels for everything in the input.
  public var labels: [String]
  /// Whether the input is the source's whole list: what it no longer names is delisted.
  public var isSnapshot = false
  /// When the file was last written to: from then on a statement counts whose own time cannot be read.
  public var modifiedAt: Timestamp?

  /// States how.
  public init(source: String, trafficLight: TrafficLight? = nil, labels: [String] = []) {
    self.source = source
    self.trafficLight = trafficLight
    self.labels = labels
  }
}
