import Output

/// The outcomes of the NIST Cybersecurity Framework 2.0 for which an audit report is evidence.
enum AuditFramework {
  /// The wording is that of NIST CSWP 29 (26 February 2024).
  private static let outcomes: [(id: String, wording: String, evidence: String)] = [
    (
      "ID.RA-02", "Cyber threat intelligence is received from information sharing forums and sources",
      "the events, with the source and the time of each statement"
    ),
    (
      "ID.RA-03", "Internal and external threats to the organization are identified and recorded",
      "the verdict with its contributions, and the log that keeps both provably"
    ),
    (
      "DE.AE-02", "Potentially adverse events are analyzed to better understand associated activities",
      "the history of the score, what moved it, and who decided what"
    ),
    (
      "DE.AE-07", "Cyber threat intelligence and other contextual information are integrated into the analysis",
      "the lookups at vendors, and the scorecard that says what each answer means"
    ),
  ]

  static var blocks: [Document.Block] {
    [
      .heading("What this is evidence for"),
      .paragraph([
        .text(
          "Outcomes of the NIST Cybersecurity Framework (CSF) 2.0 that this page supports; it shows what was done for one "
            + "indicator, and is no statement on an organization's conformance.")
      ]),
      .table(
        Document.Table(
          "NIST CSF 2.0", columns: [("Subcategory", .text), ("Outcome", .text), ("Shown here by", .text)],
          rows: outcomes.map { [[.strong($0.id)], [.text($0.wording)], [.text($0.evidence)]] })),
    ]
  }
}
