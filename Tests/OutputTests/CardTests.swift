import Output
import Testing

@Suite("Card")
struct CardTests {
  private var card: Card {
    var card = Card()
    card.add(.lines([StyledText("evil.example", .bold) + "  domain"]))
    let bar = Bar(hundredths: 9250, style: .red).text(for: .color)
    card.add(
      .entries([
        .init("score", bar + " 92.5 " + StyledText("malicious", .red)), .init("scorecard", "default"),
      ]), under: "Score")
    card.add(.entries([]), under: "Sightings")
    card.add(.table(Table([Int](), columns: [Column("N") { StyledText("\($0)") }])), under: "Nothing")
    let points = [("virustotal", 60.25), ("abuseipdb", 32.25)]
    let columns: [Column<(String, Double)>] = [
      Column("SOURCE") { StyledText($0.0) }, Column("POINTS", alignment: .trailing) { StyledText("\($0.1)") },
    ]
    card.add(.table(Table(points, columns: columns)), under: "Sources")
    card.add(
      .entries([
        .init("analyst", "Seen in the campaign of March, together with several hosts of the same provider \u{1B}[2J"),
        .init("tags", "c2, phishing"),
      ]), under: "Notes")
    return card
  }

  @Test("sections with aligned labels", arguments: [80, 40, 8])
  func terminal(width: Int) throws {
    try expectSnapshot(joined(card.lines(for: .screen(width))), named: "card-\(width)")
  }

  @Test("in colour and in a pipe")
  func styles() throws {
    try expectSnapshot(joined(card.lines(for: .color), for: .color), named: "card-color")
    try expectSnapshot(joined(card.lines(for: .pipe)), named: "card-pipe")
  }

  @Test("an empty card has no lines")
  func empty() {
    #expect(Card().lines(for: .pipe).isEmpty)
  }
}
