import Testing

@testable import Views

@Suite("Chains of statements' keys")
struct StatementChainsTests {
  @Test("give each stream its own keys, the first one first")
  func order() {
    var chains = StatementChains()
    var (one, other) = (StatementChains.none, StatementChains.none)
    for key in Int64(1)...5 {
      chains.append(key, after: &one)
      if key % 2 == 0 { chains.append(-key, after: &other) }
    }
    var keys: [Int64] = []
    chains.read(through: one, into: &keys)
    #expect(keys == [1, 2, 3, 4, 5])
    chains.read(through: other, into: &keys)
    #expect(keys == [-2, -4])
    chains.read(through: StatementChains.none, into: &keys)
    #expect(keys == [])
  }
}
