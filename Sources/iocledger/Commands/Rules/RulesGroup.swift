import ArgumentParser

/// `iocledger rules`.
struct RulesGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List, show, check and compare scorecards.",
    discussion: "'iocledger replay --rules FILE' tries one out; with --commit it becomes the one that rules.",
    subcommands: [RulesList.self, RulesShow.self, RulesCheck.self, RulesDiff.self], defaultSubcommand: RulesList.self)
}
