import ArgumentParser
import Connectors

/// The name of a connector on the command line.
enum ConnectorArgument {
  static let completion = CompletionKind.list(ConnectorCatalog.all.map(\.name))
}
