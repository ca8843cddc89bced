extension StixObject {
  /// The MISP type of a digest that is no checksum of a file, where a label such as `misp:type="sha512/256"` says that
  /// the object holds one.
  ///
  /// misp-stix knows no other place than `SHA-256` for a SHA-512/256 and keeps what it is in the label.
  var misnamedDigest: String? {
    let prefix = "misp:type="
    guard let label = texts("labels").first(where: { $0.hasPrefix(prefix) }) else { return nil }
    let name = label.dropFirst(prefix.count).filter { $0 != "\"" }
    return MispAttributeType.otherTypes.contains(name) ? name.cut(to: 60) : nil
  }

  /// Why such a digest is not taken in.
  static func misnaming(_ name: String) -> String { "by its label it is a \(name), no checksum of a file" }
}
