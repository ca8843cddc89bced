import Interchange

/// MISP events.
func checkMisp(_ bytes: [UInt8]) {
  check(bytes) { MispReader($0) }
  checkTime(bytes, joined: joinedJSON) { MispReader($0) }
}
