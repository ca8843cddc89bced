/// How an answer goes over the wire.
enum Delivery: Equatable, Sendable {
  case whole
  case reset
  case resetInBody
  case close
  case stall
  case stallInBody
  /// So many bytes, a pause, and so on.
  case dripping
  /// Half of the body, then the end of the connection.
  case cut
}

/// An answer with everything that happens to it on its way.
struct Answer: Sendable {
  var response: Response
  var delivery = Delivery.whole
  var delayMilliseconds = 0
}
