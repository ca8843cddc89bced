@testable import Interchange

/// Columns, the same bytes once as CSV and once as TSV.
func checkDelimited(_ bytes: [UInt8]) {
  for format in [IntakeFormat.csv, .tsv] {
    // The beginning is known as it is to `ingest`, but comes again in pieces.
    check(bytes) { DelimitedReader($0, format: format, beginning: bytes) }
  }
  checkTime(bytes, joined: joinedText) { DelimitedReader($0, format: .csv) }
}
