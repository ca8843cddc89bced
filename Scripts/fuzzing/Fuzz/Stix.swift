import Interchange

/// STIX 2.0 and 2.1 with their patterns.
func checkStix(_ bytes: [UInt8]) {
  check(bytes) { StixReader($0) }
  checkTime(bytes, joined: joinedJSON) { StixReader($0) }
}
