/// Where RFC 9162 §2.1.1 divides the leaves of a tree: after the largest power of two that is less than their number.
package enum MerkleSplit {
  /// The number of leaves on the left, for two leaves or more.
  package static func leftLeaves(of count: Int64) -> Int64 { 1 << Int64(63 - (count - 1).leadingZeroBitCount) }
}
