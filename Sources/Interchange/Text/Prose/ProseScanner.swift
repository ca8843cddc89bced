import Indicators

/// Finds indicators in one line, from left to right, in one pass.
///
/// The scanner settles where an indicator starts and ends and whether it is meant; ``Indicator/init(parsing:as:)``
/// then reads it, so that prose and value columns have one canonical form. What is meant and cannot be read is refused
/// as a whole: never is a part of it taken for something else.
struct ProseScanner {
  let bytes: [UInt8]
  /// What was found, in the order of the line.
  private(set) var found: [ProseFinding] = []
  private var position = 0
  /// Where the last host ended, so that `evil.example/evil.test` is seen to be two.
  private(set) var endOfHost = -1

  init(_ line: ArraySlice<UInt8>) { bytes = Array(line) }

  mutating func scan() {
    while position < bytes.count {
      if let end = address6(at: position) ?? url(at: position) ?? serverOfPath(at: position) ?? word(at: position) {
        position = end
      } else {
        position += 1
      }
    }
  }

  /// The byte at an index, or a blank outside of the line.
  func byte(_ index: Int) -> UInt8 {
    index >= 0 && index < bytes.count ? bytes[index] : UInt8(ascii: " ")
  }

  /// Notes what was found in a range.
  mutating func note(_ outcome: ProseFinding.Outcome, _ range: Range<Int>, isDefanged: Bool = false) {
    found.append(ProseFinding(range: range, outcome: outcome, isDefanged: isDefanged))
  }

  /// Reads a range as an indicator, or refuses it.
  mutating func read(_ range: Range<Int>, _ text: ArraySlice<UInt8>, as kind: IndicatorKind, isDefanged: Bool) {
    do throws(IndicatorError) {
      note(.indicator(try Indicator(parsing: text, as: kind)), range, isDefanged: isDefanged)
    } catch {
      note(.refused(error.description), range, isDefanged: isDefanged)
    }
  }

  /// An IPv6 address or block that starts at an index; the index behind it.
  private mutating func address6(at start: Int) -> Int? {
    guard let (text, end, isDefanged) = candidate6(at: start) else { return nil }
    var block = end
    if byte(end) == UInt8(ascii: "/"), byte(end + 1).isDigit {
      block = end + 1
      while byte(block).isDigit { block += 1 }
    }
    let length = bytes[end..<block]
    if block > end, let indicator = try? Indicator(parsing: text + length, as: .cidr) {
      note(.indicator(indicator), start..<block, isDefanged: isDefanged)
      return block
    }
    guard let indicator = try? Indicator(parsing: text[...], as: .ipv6) else { return nil }
    note(.indicator(indicator), start..<end, isDefanged: isDefanged)
    return end
  }

  /// An e-mail address, hash, IPv4 address or domain that starts at an index; the index behind it.
  private mutating func word(at start: Int) -> Int? {
    guard isWordStart(start) else { return nil }
    let word = hostWord(at: start)
    if let end = mail(word) { return end }
    if word.labels == 1 { return hash(word) }
    if word.labels == 4, word.text.first?.isDigit == true, let end = address(word) { return end }
    if let end = addressRange(word) { return end }
    guard let meaning = meaning(of: word) else {
      if word.isDefanged { note(.refused(Self.noName), word.start..<word.end, isDefanged: true) }
      return word.end
    }
    guard let domain = try? Indicator(parsing: meaning.name.text[...], as: .domain) else {
      return refuse(meaning.name)
    }
    if meaning.isUncertain {
      note(.uncertain(domain), meaning.name.start..<meaning.name.end)
      return word.end
    }
    return host(domain, meaning.name)
  }

  /// Says what is wrong with a name that was meant; the index behind it.
  private mutating func refuse(_ name: HostWord) -> Int {
    do throws(IndicatorError) {
      _ = try Indicator(parsing: name.text[...], as: .domain)
    } catch {
      note(.refused(error.description), name.start..<name.end, isDefanged: name.isDefanged)
    }
    return name.end
  }

  /// A word of four labels that begins with a digit: an address, or what it is not.
  private mutating func address(_ word: HostWord) -> Int? {
    if let address = IPv4Address(parsing: word.text.span) {
      guard isAddress(word), word.isDefanged || !isRound(address, word) else { return word.end }
      return range(from: address, word) ?? host(IPAddress.v4(address).indicator, word)
    }
    if let end = shortRange(word) { return end }
    // `192.0.2.300` and `192.000.002.001` are refused; `1.2.3.4567` is rather a version.
    let octets = word.text.split(separator: UInt8(ascii: "."))
    guard octets.count == 4, octets.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy(\.isDigit) }),
      isAddress(word), word.isDefanged || word.text.count > 10
    else { return nil }
    read(word.start..<word.end, word.text[...], as: .ipv4, isDefanged: word.isDefanged)
    return word.end
  }

  /// Whether an address is a network's without its length, such as `4.0.0.0`, which is rather a version.
  private func isRound(_ address: IPv4Address, _ word: HostWord) -> Bool {
    word.text.suffix(4).elementsEqual(".0.0".utf8) && byte(word.end) != UInt8(ascii: "/")
      && byte(word.end) != UInt8(ascii: "-")
      && !IPAddress.v4(address).isInternal
  }

  /// Takes over a host that stands alone, with a length, or with a port and a path; the index behind it.
  mutating func host(_ indicator: Indicator, _ word: HostWord) -> Int {
    if indicator.kind == .ipv4, byte(word.end) == UInt8(ascii: "/"), let end = network(indicator, word) { return end }
    var hostEnd = word.end
    // `evil.example./a`
    if byte(hostEnd) == UInt8(ascii: "."), isPathStart(hostEnd + 1) { hostEnd += 1 }
    if let end = endOfImpossiblePort(at: hostEnd) {
      note(.refused(Self.badPort), word.start..<end, isDefanged: word.isDefanged)
      return end
    }
    let path = endOfPort(at: hostEnd)
    // `/dev/tcp/198.51.100.7/443` is a path of its own.
    let isInPath = byte(word.start - 1) == UInt8(ascii: "/") && byte(word.start - 2) != UInt8(ascii: "/")
    if isPathStart(path), !isInPath {
      let end = endOfPath(at: path, urlStart: word.start)
      if !isOtherHost(path + 1..<end) {
        let text = Array(indicator.value.utf8) + unescaped(bytes[word.end..<end])
        // A path too long for a URL is passed over whole, so that no byte is looked at twice.
        read(word.start..<end, text[...], as: .url, isDefanged: word.isDefanged)
        return end
      }
    }
    note(.indicator(indicator), word.start..<word.end, isDefanged: word.isDefanged)
    endOfHost = word.end
    return word.end
  }

  static let noName = "it ends neither like a host name nor like an address; if it is one, read it with --format lines"
  static let badPort = "the port is no number up to 65535; correct or remove it"
}
