import CCurl
import Synchronization

/// Carries transfers with libcurl, any number at once, all on one thread of its own.
///
/// Connections are kept for those that follow. A session is to be ended after use; until then its thread waits.
public final class CurlSession: Sendable {
  private typealias Outcome = Result<TransferAnswer, CurlError>

  /// What the callers leave for the thread.
  private struct Mailbox {
    var lastID: UInt64 = 0
    var arrived: [(id: UInt64, transfer: Transfer)] = []
    /// Who waits for which transfer.
    var waiting: [UInt64: CheckedContinuation<Outcome, Never>] = [:]
    /// The transfers that nobody waits for any more.
    var dropped: [UInt64] = []
    var hasThread = false
    /// What the thread waits on, while there is one.
    var alarm: Alarm?
    var isEnded = false
    /// Who waits for the thread's end.
    var mourners: [CheckedContinuation<Void, Never>] = []
  }

  /// libcurl's handle of all transfers: used by the thread alone, but for `multi_wakeup`, which is made for others.
  private struct Alarm: @unchecked Sendable {
    let multi: UnsafeMutableRawPointer
  }

  private let library: CurlLibrary
  private let mailbox = Mutex(Mailbox())

  /// A session; throws where there is no libcurl.
  public init() throws(CurlError) { library = try CurlLibrary.get() }

  /// Carries one transfer; gives it up at once where the task is cancelled.
  public func run(_ transfer: Transfer) async throws(CurlError) -> TransferAnswer {
    let id = mailbox.withLock { box in
      box.lastID += 1
      return box.lastID
    }
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isTaken = mailbox.withLock { box in
          // Looked at under the lock that the handler takes as well: one of the two sees the other.
          guard !Task.isCancelled, !box.isEnded else { return false }
          box.waiting[id] = continuation
          box.arrived.append((id, transfer))
          return true
        }
        guard isTaken else { return continuation.resume(returning: .failure(CurlError(.cancelled))) }
        awaken()
      }
    } onCancel: {
      let waiting = mailbox.withLock { box in
        let waiting = box.waiting.removeValue(forKey: id)
        if waiting != nil { box.dropped.append(id) }
        return waiting
      }
      guard let waiting else { return }
      waiting.resume(returning: .failure(CurlError(.cancelled)))
      awaken()
    }
    return try outcome.get()
  }

  /// Gives up what is under way, closes all connections and waits for the thread's end.
  public func end() async {
    await withCheckedContinuation { continuation in
      let hasThread = mailbox.withLock { box in
        box.isEnded = true
        if box.hasThread { box.mourners.append(continuation) }
        return box.hasThread
      }
      guard hasThread else { return continuation.resume() }
      awaken()
    }
  }

  /// Lets the thread look into the mailbox, and starts it where there is none yet.
  private func awaken() {
    let isFirst = mailbox.withLock { box in
      defer { box.hasThread = true }
      return !box.hasThread
    }
    if isFirst {
      // It looks by itself.
      if !SystemThread.start(work) { close(CurlError(.unavailable, "the system gives no thread")) }
    } else {
      mailbox.withLock { box in
        if let alarm = box.alarm { _ = library.functions.pointee.multi_wakeup(alarm.multi) }
      }
    }
  }

  /// Tells everybody who still waits that nothing more will come.
  private func close(_ error: CurlError) {
    let (waiting, mourners) = mailbox.withLock { box in
      defer { (box.waiting, box.arrived, box.mourners, box.hasThread) = ([:], [], [], false) }
      return (Array(box.waiting.values), box.mourners)
    }
    for continuation in waiting { continuation.resume(returning: .failure(error)) }
    for mourner in mourners { mourner.resume() }
  }

  // MARK: The thread

  private func work() {
    let curl = library.functions.pointee
    guard let multi = curl.multi_init() else {
      return close(CurlError(.unavailable, "there is no memory for transfers"))
    }
    mailbox.withLock { $0.alarm = Alarm(multi: multi) }
    var running: [UInt64: RunningTransfer] = [:]
    while true {
      let (arrived, dropped, isEnded) = mailbox.withLock { box in
        defer { (box.arrived, box.dropped) = ([], []) }
        return (box.arrived, Set(box.dropped), box.isEnded)
      }
      for id in dropped { give(up: running.removeValue(forKey: id), multi) }
      if isEnded { break }
      for (id, transfer) in arrived where !dropped.contains(id) { running[id] = begin(transfer, id, multi) }
      var count: Int32 = 0
      _ = curl.multi_perform(multi, &count)
      while let message = curl.multi_info_read(multi, &count) {
        guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
        let code = message.pointee.data.result
        guard let (id, transfer) = running.first(where: { $0.value.handle == handle }) else { continue }
        give(up: running.removeValue(forKey: id), multi)
        finish(id, transfer.outcome(code))
      }
      // libcurl's own timers end the wait earlier, and so does whoever leaves something in the mailbox.
      _ = curl.multi_poll(multi, nil, 0, 60_000, nil)
    }
    for transfer in running.values { give(up: transfer, multi) }
    running = [:]
    mailbox.withLock { $0.alarm = nil }
    _ = curl.multi_cleanup(multi)
    close(CurlError(.cancelled))
  }

  private func begin(_ transfer: Transfer, _ id: UInt64, _ multi: UnsafeMutableRawPointer) -> RunningTransfer? {
    do throws(CurlError) {
      let running = try RunningTransfer(transfer, library)
      guard library.functions.pointee.multi_add_handle(multi, running.handle) == CURLM_OK else {
        throw CurlError(.unavailable, "libcurl does not take the transfer")
      }
      return running
    } catch {
      finish(id, .failure(error))
      return nil
    }
  }

  private func give(up transfer: RunningTransfer?, _ multi: UnsafeMutableRawPointer) {
    guard let transfer else { return }
    _ = library.functions.pointee.multi_remove_handle(multi, transfer.handle)
  }

  private func finish(_ id: UInt64, _ outcome: Outcome) {
    mailbox.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: outcome)
  }
}
