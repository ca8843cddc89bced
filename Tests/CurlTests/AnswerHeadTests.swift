import Testing

@testable import Curl

@Suite("The head of an answer")
struct AnswerHeadTests {
  private func read(_ lines: [String], bytes: Int = 4096, count: Int = 20) throws -> AnswerHead {
    var head = AnswerHead(byteLimit: bytes, lineLimit: count)
    for line in lines { try Array((line + "\r\n").utf8).withUnsafeBytes { try head.take($0) } }
    return head
  }

  private func names(_ head: AnswerHead) -> [String] { head.headers.map { "\($0.name)=\($0.value)" } }

  @Test("is complete with its empty line, and has what stood before it")
  func complete() throws {
    let open = try read(["HTTP/1.1 200 OK", "A:  b \t"])
    #expect(!open.isComplete)
    let whole = try read(["HTTP/1.1 200 OK", "A:  b \t", "Empty:", ""])
    #expect(whole.isComplete && names(whole) == ["A=b", "Empty="])
  }

  @Test("holds nothing of the interim answers before it and of the trailers behind the body")
  func interim() throws {
    let head = try read(
      ["HTTP/1.1 103 Early Hints", "Link: x", "", "HTTP/1.1 404 Not Found", "A: b", "", "Retry-After: 9", ""])
    #expect(head.isComplete && names(head) == ["A=b"])
    #expect(try !read(["HTTP/1.1 100 Continue", "A: b", ""]).isComplete)
    #expect(try read(["HTTP/1.1 101 Switching Protocols", ""]).isComplete)
  }

  @Test("takes a folded line for the end of the one before")
  func folded() throws {
    #expect(names(try read(["HTTP/1.1 200 OK", "A: b", "  c", "\td", ""])) == ["A=b c d"])
    #expect(names(try read(["HTTP/1.1 200 OK", " lost", "A: b", ""])) == ["A=b"])
  }

  @Test("has one length, however often it is stated")
  func lengths() throws {
    #expect(try read(["HTTP/1.1 200 OK", "Content-Length: 5", "content-length: 5", ""]).isComplete)
    let error = #expect(throws: CurlError.self) {
      try read(["HTTP/1.1 200 OK", "Content-Length: 5", "CONTENT-LENGTH: 50"])
    }
    #expect(error?.reason == .malformed)
  }

  @Test("has a bound of bytes and of lines, over all heads and trailers together")
  func bounds() throws {
    let many = ["HTTP/1.1 200 OK"] + Array(repeating: "A: b", count: 18) + [""]
    #expect(try read(many).headers.count == 18)
    for tooMuch in [many + ["T: railer"], Array(repeating: "HTTP/1.1 102 Processing", count: 21)] {
      let error = #expect(throws: CurlError.self) { try read(tooMuch) }
      #expect(error?.reason == .headTooLarge)
    }
    let wide = #expect(throws: CurlError.self) { try read(["A: " + String(repeating: "b", count: 90)], bytes: 90) }
    #expect(wide?.reason == .headTooLarge)
  }
}
