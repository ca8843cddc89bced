extension IntakeFormat {
  /// How much of an input is looked at to find out its format.
  public static let prefixSize = 64 << 10

  /// Makes the reader of this format for an input, and says which format it reads: for ``auto`` the one found out.
  ///
  /// `fileName` helps where the bytes leave it open. Throws ``IntakeError`` for what cannot be read as any format, such
  /// as a PDF, and what the source throws.
  public func reader(
    fileName: String?, source: @escaping ByteSource
  ) throws -> (reader: any IntakeReader, format: IntakeFormat) {
    let prefix = try ByteSourcePrefix(of: UTF16Decoder.decoding(source), count: Self.prefixSize)
    try IntakeFormat.refuseForeign(prefix.bytes)
    let format = self == .auto ? try .detect(fileName: fileName, firstBytes: prefix.bytes) : self
    return (Self.reader(format, prefix.source), format)
  }

  private static func reader(_ format: IntakeFormat, _ source: @escaping ByteSource) -> any IntakeReader {
    switch format {
    case .auto, .text: ProseReader(source)
    case .lines: LineReader(source)
    case .csv, .tsv: DelimitedReader(source, format: format)
    case .stix: StixReader(source)
    case .misp: MispReader(source)
    }
  }
}
