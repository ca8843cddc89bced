import Interchange

/// Reports, advisories, e-mails.
func checkProse(_ bytes: [UInt8]) {
  // Whether a carriage return ends lines follows from the first piece, so that the beginning must be read ahead.
  let hasReturn = bytes.contains(0x0D)
  check(bytes) { hasReturn ? try IntakeFormat.text.reader(fileName: nil, source: $0).reader : ProseReader($0) }
  checkTime(bytes, joined: joinedText) { ProseReader($0) }
}
