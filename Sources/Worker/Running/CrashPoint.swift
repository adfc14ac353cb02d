import Glibc
import Synchronization

/// Ends the process, as `kill -9` does, at a chosen step of a message's way: so `scripts/torture` finds out what a crash
/// there leads to, instead of hoping that a signal from outside strikes just then.
///
/// For tests alone, and no setting: two variables of the environment, which nothing else reads, which are read once when
/// the worker is configured, and which are in no list of settings.
///
/// - `TERMINUS_CRASH_AT=before-commit:3` ends the process when it comes to that step for the third time.
/// - `TERMINUS_CRASH_ON=crm-17` ends it each time that it is about to judge the message with this id.
///
/// Without them there is no crash point, and each step costs the look at a nil: one a batch, a page of events or a burst
/// of confirms, none a message.
public final class CrashPoint: Sendable {
    /// Where a message or its event is, in the order of its way.
    public enum Step: String, CaseIterable, Sendable {
        /// A batch was taken from the queue; nothing of it is on disk.
        case afterReceive = "after-receive"
        /// Every row of a batch is written, in a transaction that is not committed.
        case beforeCommit = "before-commit"
        /// The transaction is on disk, and nobody knows.
        case afterCommit = "after-commit"
        /// All of a batch is on disk, and the broker is about to be told.
        case beforeAck = "before-ack"
        /// The acknowledgement has been sent.
        case afterAck = "after-ack"
        /// Events have been sent, and the broker's answer has not been read.
        case afterPublish = "after-publish"
        /// The broker has confirmed events, and the relay does not know.
        case beforeConfirm = "before-confirm"
        /// The relay knows that events are confirmed, and the ledger's cursor is still before them.
        case afterConfirm = "after-confirm"
    }

    private let step: Step?
    private let count: Int
    private let messageID: String?
    private let passed = Atomic(0)

    /// - Returns: nil where the environment asks for no crash, or cannot be understood: a worker must not end over it.
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

    /// What whoever comes to the step calls; nil where no crash is to come there.
    func callback(at step: Step) -> (@Sendable () -> Void)? {
        guard step == self.step else { return nil }
        return { self.pass(step) }
    }

    /// Ends the process where one of these messages is the one that kills whoever judges it.
    func judge(_ messageIDs: some Sequence<String?>) {
        guard let messageID, messageIDs.contains(messageID) else { return }
        end()
    }

    /// Not `exit` nor `abort`: no handler runs, nothing is flushed.
    private func end() {
        kill(getpid(), SIGKILL)
        // The signal is on its way: nothing more is done until it comes.
        while true { pause() }
    }
}
