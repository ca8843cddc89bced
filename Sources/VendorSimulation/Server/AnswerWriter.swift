import NIOCore
import NIOHTTP1
import Time

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Puts one answer on the wire, whole or broken as its delivery says.
struct AnswerWriter {
  let channel: any Channel
  let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  let date: Timestamp
  let isHead: Bool
  let keepsAlive: Bool

  /// Writes the answer; false where the connection is over with it.
  func write(_ answer: Answer) async throws -> Bool {
    if answer.delayMilliseconds > 0 { try await Task.sleep(for: .milliseconds(answer.delayMilliseconds)) }
    let response = answer.response
    switch answer.delivery {
    case .reset: try await reset()
    case .close: break
    case .stall: await stall()
    case .resetInBody:
      try await writeFirstHalf(of: response)
      // The half must be on its way before the reset discards what is not.
      try await Task.sleep(for: .milliseconds(50))
      try await reset()
    case .stallInBody:
      try await writeFirstHalf(of: response)
      await stall()
    case .cut: try await writeFirstHalf(of: response)
    case .dripping:
      try await drip(response)
      return keepsAlive
    case .whole:
      try await writeWhole(response)
      return keepsAlive
    }
    return false
  }

  private func writeWhole(_ response: Response) async throws {
    if case .padded(let start, let filler, let count, let end) = response.body {
      try await writePadded(response, start: start, filler: filler, count: count, end: end)
      return
    }
    let body = response.bytes
    var buffer = head(of: response, count: body.count)
    if !isHead {
      switch response.framing {
      case .contentLength: buffer.writeBytes(body)
      case .chunked:
        // More than one chunk wherever there is more than a line, as servers that stream do.
        for start in stride(from: 0, to: body.count, by: 1024) { writeChunk(body[start...].prefix(1024), to: &buffer) }
        buffer.writeString("0\r\n\r\n")
      }
    }
    try await outbound.write(buffer)
  }

  private func writePadded(_ response: Response, start: [UInt8], filler: UInt8, count: Int, end: [UInt8]) async throws {
    let block = [UInt8](repeating: filler, count: 64 << 10)
    var buffer = head(of: response, count: start.count + count + end.count)
    try await outbound.write(buffer)
    guard !isHead else { return }
    var left = count
    buffer.clear()
    append(start[...], to: &buffer, response.framing)
    while left > 0 {
      append(block.prefix(left), to: &buffer, response.framing)
      try await outbound.write(buffer)
      left -= min(left, block.count)
      buffer.clear()
    }
    append(end[...], to: &buffer, response.framing)
    if response.framing == .chunked { buffer.writeString("0\r\n\r\n") }
    try await outbound.write(buffer)
  }

  private func append(_ bytes: ArraySlice<UInt8>, to buffer: inout ByteBuffer, _ framing: Response.Framing) {
    switch framing {
    case .contentLength: buffer.writeBytes(bytes)
    case .chunked: writeChunk(bytes, to: &buffer)
    }
  }

  /// The headers of the whole and half of its body.
  private func writeFirstHalf(of response: Response) async throws {
    let body = response.bytes
    var buffer = head(of: response, count: body.count)
    let half = body.prefix(body.count / 2)
    switch response.framing {
    case .contentLength: buffer.writeBytes(half)
    case .chunked:
      // The chunk is announced whole and comes half.
      buffer.writeString(String(body.count, radix: 16) + "\r\n")
      buffer.writeBytes(half)
    }
    try await outbound.write(buffer)
  }

  /// The body in pieces so small and slow that it takes about 20 seconds, whatever its length.
  private func drip(_ response: Response) async throws {
    let body = response.bytes
    var plain = response
    plain.framing = .contentLength
    try await outbound.write(head(of: plain, count: body.count))
    let piece = max(1, body.count / 200)
    for start in stride(from: 0, to: body.count, by: piece) {
      try await Task.sleep(for: .milliseconds(100))
      try await outbound.write(ByteBuffer(bytes: body[start...].prefix(piece)))
    }
  }

  /// Waits until the client gives up or the server stops.
  private func stall() async {
    let channel = channel
    await withTaskCancellationHandler {
      try? await channel.closeFuture.get()
    } onCancel: {
      channel.close(promise: nil)
    }
  }

  /// With a linger time of zero, closing sends RST instead of FIN.
  private func reset() async throws {
    if let socket = channel as? any SocketOptionProvider {
      try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
    try await channel.close()
  }

  private func writeChunk(_ bytes: ArraySlice<UInt8>, to buffer: inout ByteBuffer) {
    guard !bytes.isEmpty else { return }
    buffer.writeString(String(bytes.count, radix: 16) + "\r\n")
    buffer.writeBytes(bytes)
    buffer.writeString("\r\n")
  }

  private func head(of response: Response, count: Int) -> ByteBuffer {
    let reason = response.status == 521 ? "Origin Down" : HTTPResponseStatus(statusCode: response.status).reasonPhrase
    var text = "HTTP/1.1 \(response.status) \(reason)\r\nDate: \(date.httpDate)\r\n"
    for field in response.headers { text += "\(field.name): \(field.value)\r\n" }
    switch response.framing {
    case .contentLength: text += "Content-Length: \(count)\r\n"
    case .chunked: text += "Transfer-Encoding: chunked\r\n"
    }
    text += keepsAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n"
    return ByteBuffer(string: text)
  }
}
