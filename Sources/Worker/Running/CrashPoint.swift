import Glibc
import Synchronization

/// Ends the process, as `kill -9` does, at a chosen step of a message's path. `scripts/torture` uses it to test crashes at
/// exact steps, which a signal from outside cannot hit reliably.
///
/// It exists for tests only and is not a setting. Two environment variables control it. The worker reads them once, when it
/// is configured, and they are in no list of settings.
///
/// - `TERMINUS_CRASH_AT=before-commit:3` ends the process when it reaches that step for the third time.
/// - `TERMINUS_CRASH_ON=crm-17` ends the process each time before it judges the message with this id.
///
/// Without them there is no crash point, and each step costs one nil check per batch, per page of events or per burst of
/// confirms, none per message.
public final class CrashPoint: Sendable {
    /// The steps of a message and its event, in order.
    public enum Step: String, CaseIterable, Sendable {
        /// A batch was received; nothing of it is on disk.
        case afterReceive = "after-receive"
        /// All rows of a batch are written in a transaction that is not committed.
        case beforeCommit = "before-commit"
        /// The transaction is on disk, and nobody was informed.
        case afterCommit = "after-commit"
        /// The whole batch is on disk, and is about to be acknowledged.
        case beforeAck = "before-ack"
        /// The acknowledgement has been sent.
        case afterAck = "after-ack"
        /// Events were sent, and the broker's answer was not read yet.
        case afterPublish = "after-publish"
        /// The broker has confirmed events, and the relay has not processed the confirms.
        case beforeConfirm = "before-confirm"
        /// The relay has processed the confirms, and the cursor in the ledger is still before the events.
        case afterConfirm = "after-confirm"
    }

    private let step: Step?
    private let count: Int
    private let messageID: String?
    private let passed = Atomic(0)

    /// - Returns: nil if the environment asks for no crash, or has a malformed value, which must not end a worker.
    public init?(environment: [String: String]) {
        let words = environment["TERMINUS_CRASH_AT"]?.split(separator: ":") ?? []
        step = words.first.flatMap { Step(rawValue: String($0)) }
        count = words.count > 1 ? Int(words[1]) ?? 1 : 1
        messageID = environment["TERMINUS_CRASH_ON"]
        if step == nil && messageID == nil { return nil }
    }

    func pass(_ step: Step) {
        guard step == self.step, passed.wrappingAdd(1, ordering: .relaxed).newValue == count else { return }
        end()
    }

    /// A callback for the step; nil if no crash is wanted there.
    func callback(at step: Step) -> (@Sendable () -> Void)? {
        guard step == self.step else { return nil }
        return { self.pass(step) }
    }

    /// Ends the process if one of these messages is the one to crash on.
    func judge(_ messageIDs: some Sequence<String?>) {
        guard let messageID, messageIDs.contains(messageID) else { return }
        end()
    }

    /// Unlike `exit` and `abort`, runs no handler and flushes nothing.
    private func end() {
        kill(getpid(), SIGKILL)
        // Do nothing until the signal arrives.
        while true { pause() }
    }
}
