import Indicators

/// What a source says about sharing and use: a marking of TLP, of PAP, or of both.
///
/// Labels and tags state one in many ways, in any letter case: `TLP:RED`, `tlp: amber+strict`, `PAP:AMBER`, and machine
/// tags of MISP's taxonomies (https://github.com/MISP/misp-taxonomies): `iep:traffic-light-protocol="RED"`,
/// `iep2-policy:tlp="red"`, `ais-marking:TLPMarking="AMBER"`, `iep:permitted-actions="…"` and
/// `adversary:infrastructure-action="passive-only"`. One of TLP or PAP whose level is none that we know counts as the
/// strictest, for a marking that is not understood must not be lost; `tlp:ex:chr`, which only hides who said it, is none.
struct Marking: Hashable, Sendable {
  /// With whom it may be shared.
  var trafficLight: TrafficLight?
  /// What may be done with it.
  var permissibleActions: PermissibleActions?

  /// No marking, or these.
  init(_ trafficLight: TrafficLight? = nil, _ permissibleActions: PermissibleActions? = nil) {
    self.trafficLight = trafficLight
    self.permissibleActions = permissibleActions
  }

  /// Whether nothing is said.
  var isEmpty: Bool { trafficLight == nil && permissibleActions == nil }

  /// Of two markings the stricter, each protocol for itself.
  mutating func tighten(by other: Marking) {
    if let light = other.trafficLight { trafficLight = max(trafficLight ?? light, light) }
    if let actions = other.permissibleActions { permissibleActions = max(permissibleActions ?? actions, actions) }
  }

  /// Of two markings the stricter, each protocol for itself.
  func tightened(by other: Marking) -> Marking {
    var marking = self
    marking.tighten(by: other)
    return marking
  }

  // MARK: Labels

  /// Longer labels are no marking.
  private static let maximumLength = 80

  /// The marking that a label or tag states; nil where it states none.
  init?(label: some StringProtocol) {
    // Nearly every label is told apart by its first letter.
    guard let first = label.utf8.first, "tTpPiIaA".utf8.contains(first), label.utf8.count <= Self.maximumLength else {
      return nil
    }
    let name = label.lowercased()
    if name.hasPrefix("tlp") {
      guard let light = Self.level(of: name, TrafficLight.init(parsing:), else: .red) else { return nil }
      self.init(light)
    } else if name.hasPrefix("pap") {
      guard let actions = Self.level(of: name, PermissibleActions.init(parsing:), else: .red) else { return nil }
      self.init(nil, actions)
    } else {
      guard let marking = Self.machineTag(name) else { return nil }
      self = marking
    }
  }

  /// Whether a label is nothing but a marking that is understood, so that it need not be kept as a label too.
  static func isWhole(_ label: String) -> Bool {
    let name = label.lowercased()
    return (name.hasPrefix("tlp") && TrafficLight(parsing: name) != nil)
      || (name.hasPrefix("pap") && PermissibleActions(parsing: name) != nil)
  }

  /// The level that `tlp:…` or `pap:…` names; the strictest where it names one that there is not.
  private static func level<Level>(of name: String, _ parse: (String) -> Level?, else strictest: Level) -> Level? {
    if let level = parse(name) { return level }
    let rest = name.dropFirst(3).drop { $0 == " " }
    guard rest.first == ":" else { return nil }
    let word = String(rest.dropFirst()).trimmed
    return word.isEmpty || word == "ex:chr" ? nil : strictest
  }

  /// A tag of the form `namespace:predicate="value"`.
  private static func machineTag(_ name: String) -> Marking? {
    guard let separator = name.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let value = name[name.index(after: separator)...].filter { $0 != "\"" }
    switch name[..<separator] {
    case "iep:traffic-light-protocol", "iep2-policy:tlp", "ais-marking:tlpmarking":
      return Marking(TrafficLight(parsing: value) ?? .red)
    case "iep:permitted-actions", "iep2-policy:permitted_actions":
      switch value.nameKey {
      case "externallyvisibledirectactions": return Marking(nil, .green)
      case "externallyvisibleindirectactions": return Marking(nil, .amber)
      // None, to be asked first, or inside the house only.
      default: return Marking(nil, .red)
      }
    case "adversary:infrastructure-action": return value == "passive-only" ? Marking(nil, .amber) : nil
    default: return nil
    }
  }
}

extension Statement {
  /// The marking that the statement carries.
  var marking: Marking {
    get { Marking(trafficLight, permissibleActions) }
    set {
      trafficLight = newValue.trafficLight
      permissibleActions = newValue.permissibleActions
    }
  }
}

extension IntakeItem {
  /// The item under a marking, as far as that is stricter than its own.
  func marked(_ marking: Marking) -> IntakeItem {
    func strictest(_ own: TrafficLight?) -> TrafficLight? { Marking(own).tightened(by: marking).trafficLight }
    switch self {
    case .statement(var statement):
      statement.marking.tighten(by: marking)
      return .statement(statement)
    case .entity(var entity):
      entity.trafficLight = strictest(entity.trafficLight)
      return .entity(entity)
    case .relationship(var relationship):
      relationship.trafficLight = strictest(relationship.trafficLight)
      return .relationship(relationship)
    case .sighting(var sighting):
      sighting.trafficLight = strictest(sighting.trafficLight)
      return .sighting(sighting)
    case .rejected, .ignored, .setAside, .skipped, .object, .fileDate: return self
    }
  }
}
