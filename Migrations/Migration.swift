/// One numbered step of the database schema.
public struct Migration: Sendable {
  /// The file's name without its ending, such as `0001_event_log`.
  public let name: String
  /// The statements of the step.
  public let sql: String

  private init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.sql = String(decoding: bytes, as: UTF8.self)
  }

  /// Every migration of the log, oldest first.
  ///
  /// Add at the end; never edit one that has shipped.
  public static let all = [
    Migration("0001_event_log", PackageResources._001_event_log_sql)
  ]
}
