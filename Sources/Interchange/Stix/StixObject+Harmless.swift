extension StixObject {
  /// Whether the source says that what an indicator names is harmless.
  ///
  /// STIX 2.1 says so in `indicator_types` (§10.9), 2.0 in `labels`, whose vocabulary is the same (2.0, part 1, §6.6);
  /// producers of 2.1 use labels too. Any other type beside it, or a label that accuses, makes a mix, which is none.
  var isHarmless: Bool {
    let types = texts("indicator_types").map { $0.lowercased() }
    guard types.allSatisfy({ $0 == "benign" }) else { return false }
    let labels = (texts("labels") + texts("x_opencti_labels")).map { $0.lowercased() }
    guard !types.isEmpty || labels.contains("benign") else { return false }
    return !labels.contains(where: Self.accusations.contains)
  }

  /// The rest of the vocabulary, and what others write in its place.
  private static let accusations: Set<String> = [
    "anomalous-activity", "anonymization", "attribution", "compromised", "malicious-activity", "malicious", "malware",
    "suspicious", "unknown",
  ]
}
