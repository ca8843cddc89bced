import Foundation
import Output
import Testing

@Suite("Descriptor sink", .serialized)
struct DescriptorSinkTests {
  init() {
    BrokenPipe.throwInsteadOfDying()
  }

  private func pipe() -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    #expect(Foundation.pipe(&ends) == 0)
    return (ends[0], ends[1])
  }

  private func readAll(_ descriptor: Int32) -> [UInt8] {
    var all: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 7_000)
    while true {
      let count = read(descriptor, &block, block.count)
      if count <= 0 { return all }
      all += block[..<count]
    }
  }

  @Test("text is kept until the flush")
  func buffering() throws {
    let ends = pipe()
    defer { close(ends.read) }
    let sink = DescriptorSink(ends.write, isBuffered: true)
    try sink.write("one ")
    try sink.write("two")
    var waiting: Int32 = 0
    #expect(ioctl(ends.read, UInt(FIONREAD), &waiting) == 0 && waiting == 0)
    try sink.flush()
    close(ends.write)
    #expect(String(decoding: readAll(ends.read), as: UTF8.self) == "one two")
  }

  @Test("everything arrives through a pipe that takes little at a time", arguments: [false, true])
  func partialWrites(isNonBlocking: Bool) async throws {
    let ends = pipe()
    if isNonBlocking { #expect(fcntl(ends.write, F_SETFL, O_NONBLOCK) == 0) }
    let text = (0..<60_000).map { "line \($0)\n" }.joined()
    let reading = Task.detached { readAll(ends.read) }
    let sink = DescriptorSink(ends.write, isBuffered: true)
    try sink.write(text)
    try sink.flush()
    close(ends.write)
    let got = await reading.value
    close(ends.read)
    #expect(got == Array(text.utf8))
  }

  @Test("a reader that goes away is told apart from a failure, again and again")
  func readerGone() {
    let ends = pipe()
    close(ends.read)
    defer { close(ends.write) }
    let sink = DescriptorSink(ends.write, isBuffered: false)
    for _ in 0..<2 {
      let error = #expect(throws: OutputError.self) { try sink.write("x") }
      #expect(error?.code == .readerGone)
    }
  }

  @Test("a full disk is an error that says so", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let sink = DescriptorSink(full, isBuffered: true)
    let error = #expect(throws: OutputError.self) {
      try sink.write("x")
      try sink.flush()
    }
    #expect(error?.code == .failed(ENOSPC))
    #expect(error?.description.contains("No space left") == true)
  }
}
