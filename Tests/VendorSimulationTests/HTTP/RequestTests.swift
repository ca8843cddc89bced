import Testing

@testable import VendorSimulation

struct RequestTests {
  @Test("path and query are decoded, whatever is in them")
  func decoding() {
    let request = Request(method: "GET", target: "/a%2Fb//c%zz?x=1+2&y&z=%26%3D&x=3&=")
    #expect(request.segments == ["a/b", "c%zz"])
    #expect(request.parameter("x") == "1 2")
    #expect(request.parameter("y") == "")
    #expect(request.parameter("z") == "&=")
    #expect(request.parameter("w") == nil)
  }

  @Test("a whole URL as the target is read as its path")
  func absoluteForm() {
    #expect(Request(method: "GET", target: "http://host:1/ping?a=b").path == "/ping")
  }

  @Test(
    "bytes that make no sense do no harm",
    arguments: ["", "?", "%", "/%", "/%f", "/?%", "/?=&&=", "/%ff%fe", "http://"])
  func nonsense(target: String) {
    _ = Request(method: "", target: target).segments
  }
}
