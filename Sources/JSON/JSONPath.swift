/// One step on the way from a text's outermost value to an inner one.
public enum JSONStep: Hashable, Sendable {
  /// To the member of that name in an object.
  case member(String)
  /// To an element of an array.
  case element
}

/// What sort of value a ``JSONStream`` has come to, as far as its first byte tells.
public enum JSONShape: Sendable {
  case object, array, scalar
}

/// What a ``JSONStream`` shall do with a value.
public enum JSONChoice: Sendable {
  /// Walk through the members or elements one at a time; a scalar is taken.
  case enter
  /// Hand the value over as a whole.
  case take
  /// Pass over the value without keeping it.
  case skip
}
