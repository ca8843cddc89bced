import Dispatch
import Synchronization

/// Computes the parts of a whole on several threads and hands them over in order.
///
/// Each worker is made on the thread that uses it, for things that belong to one thread, such as connections. A few
/// parts more than are being worked on may wait for their turn, so that memory stays bounded.
package final class OrderedParts<Part: Sendable>: Sendable {
  private struct State {
    var next = 0
    var isStopped = false
    var results: [Int: Result<Part, any Error>] = [:]
  }

  private let count: Int
  private let threads: Int
  private let worker: @Sendable () throws -> (Int) throws -> Part
  private let state = Mutex(State())
  private let group = DispatchGroup()
  // Both begin at 0, because a semaphore must not end below the number it began with.
  private let mayBegin = DispatchSemaphore(value: 0)
  private let hasResult = DispatchSemaphore(value: 0)

  /// How many parts may be under way or wait.
  private static var window: Int { 4 }

  /// States the work; `worker` is called once on each thread and gives what computes a part.
  package init(count: Int, threads: Int, worker: @escaping @Sendable () throws -> (Int) throws -> Part) {
    self.count = count
    self.threads = threads
    self.worker = worker
  }

  /// Calls the closure with every part, the first one first; may be called once.
  ///
  /// All threads end before it returns or throws.
  package func forEach(_ body: (Part) throws -> Void) throws {
    for _ in 0..<Self.window { mayBegin.signal() }
    for _ in 0..<threads {
      DispatchQueue.global(qos: .userInitiated).async(group: group) { self.work() }
    }
    defer { stop() }
    for number in 0..<count {
      var result = take(number)
      while result == nil {
        hasResult.wait()
        result = take(number)
      }
      mayBegin.signal()
      if let part = try result?.get() { try body(part) }
    }
  }

  private func take(_ number: Int) -> Result<Part, any Error>? {
    state.withLock { $0.results.removeValue(forKey: number) }
  }

  private func stop() {
    state.withLock { $0.isStopped = true }
    for _ in 0..<Self.window { mayBegin.signal() }
    group.wait()
  }

  private func work() {
    let compute = Result { try worker() }
    while true {
      mayBegin.wait()
      let number = state.withLock { state -> Int? in
        guard !state.isStopped, state.next < count else { return nil }
        defer { state.next += 1 }
        return state.next
      }
      guard let number else {
        // For the other workers, which may be waiting for a place that nobody will give back.
        mayBegin.signal()
        return
      }
      let result = Result { try compute.get()(number) }
      state.withLock { $0.results[number] = result }
      hasResult.signal()
    }
  }
}
