import TestSupport

/// Draws that follow from the input alone, so that the same input always does the same.
func draw(from bytes: [UInt8]) -> SeededGenerator {
  // FNV-1a over the input is the seed.
  SeededGenerator(seed: bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
}
