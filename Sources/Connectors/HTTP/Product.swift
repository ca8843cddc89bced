/// What this program calls itself, to vendors and to people.
public enum Product {
  /// The name.
  public static let name = "iocledger"
  /// The version.
  public static let version = "0.1.0"
  /// Both, as `User-Agent` and the like have them: `iocledger/0.1.0`.
  public static let nameAndVersion = "\(name)/\(version)"
}
