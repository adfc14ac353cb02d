import Ledger
import LogKeys
import Logging
import Metrics

/// Logs and counts answers that were not delivered. Each has a log line with the id of its dead letter.
struct DroppedAnswerLog: Sendable {
    /// Why an answer was dropped, as a label of the metric.
    enum Reason: String, CaseIterable {
        /// `reply-to` is not an allowed address.
        case address
        /// The queue does not exist.
        case unroutable
        /// The queue is full.
        case refused
        /// The broker closed the channel or the connection because of it.
        case closed
        /// It cannot be encoded in AMQP.
        case unsendable
        /// Too many answers waited for the broker.
        case overflow
    }

    private let logger: Logger
    /// All start at zero, so that the first dropped answer of a kind shows as an increase.
    private let counters = Dictionary(
        uniqueKeysWithValues: Reason.allCases.map { ($0, Counter(.answersDropped, [("reason", $0.rawValue)])) }
    )

    init(logger: Logger) {
        self.logger = logger
    }

    func add(_ answer: StoredAnswer, _ reason: Reason, _ error: String) {
        counters[reason]?.increment()
        // A sender that has gone is normal.
        logger.log(
            reason == .unroutable ? .notice : .warning,
            "Answer dropped",
            [
                .deadLetterID: "\(answer.deadLetterID)", .messageID: "\(answer.messageID ?? "unreadable")",
                .error: "\(error)",
            ]
        )
    }

    func add(overflow count: Int) {
        counters[.overflow]?.increment(by: count)
        logger.log(
            .warning,
            "Answers dropped: too many waited for the broker",
            [.count: "\(count)"]
        )
    }
}
