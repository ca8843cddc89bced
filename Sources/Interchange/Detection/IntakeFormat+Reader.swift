import Indicators

extension IntakeFormat {
  /// How much of an input is looked at to find out its format.
  public static let prefixSize = 64 << 10

  /// Makes the reader of this format for an input, and says which format it reads: for ``auto`` the one found out.
  ///
  /// `fileName` helps where the bytes leave it open; `octets` says how padded addresses are read, `citations` what to do
  /// with what the input merely cites. Throws ``IntakeError`` for what cannot be read as any format, such as a PDF, and
  /// what the source throws.
  public func reader(
    fileName: String?, octets: OctetNotation = .refused, citations: CitationPolicy = CitationPolicy(),
    source: @escaping ByteSource
  ) throws -> (reader: any IntakeReader, format: IntakeFormat) {
    let text = UTF16Decoder.decoding(source)
    let decimal = octets == .decimal ? PaddedOctets.decimal(text) : text
    let prefix = try ByteSourcePrefix(of: decimal, count: Self.prefixSize)
    try IntakeFormat.refuseForeign(prefix.bytes)
    let format = self == .auto ? try .detect(fileName: fileName, firstBytes: prefix.bytes) : self
    if self == .auto, format == .text, JSONSurvey.looksLikeJSON(prefix.bytes) {
      return (JSONTextReader(prefix.source, beginning: prefix.bytes, citations), format)
    }
    return (try Self.reader(format, prefix, citations), format)
  }

  /// Whether what the input will be read as can be told from these first bytes, whatever follows.
  ///
  /// For inputs that pause: a text can be told once it has a whole line that is no comment, JSON once it has said what
  /// it is.
  public static func canBeTold(from bytes: [UInt8]) -> Bool {
    guard let first = bytes.first(where: { $0 > 0x20 }), first != UInt8(ascii: "<") else { return false }
    if JSONSurvey.looksLikeJSON(bytes) { return (try? JSONSurvey(bytes).format()).map { $0 != .text } ?? false }
    guard first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else { return false }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast().contains { line in
      line.first { $0 > 0x20 }.map { !"#;/!".utf8.contains($0) } ?? false
    }
  }

  private static func reader(
    _ format: IntakeFormat, _ prefix: ByteSourcePrefix, _ citations: CitationPolicy
  ) throws -> any IntakeReader {
    let source = prefix.source
    return switch format {
    case .auto, .text: ProseReader(source, citations: citations)
    case .lines: LineReader(source)
    case .csv, .tsv: DelimitedReader(source, format: format, beginning: prefix.bytes)
    case .json: try JSONTableReader(source)
    case .stix: StixReader(source)
    case .misp: MispReader(source)
    }
  }
}
