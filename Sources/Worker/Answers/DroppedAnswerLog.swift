import Ledger
import Logging
import Metrics

/// Logs and counts answers that did not arrive: a line each, which names the dead letter.
struct DroppedAnswerLog: Sendable {
    /// Why an answer was dropped, as a label of the metric.
    enum Reason: String, CaseIterable {
        /// `reply-to` is no address that may be used.
        case address
        /// No queue of that name is there.
        case unroutable
        /// The queue takes none: it is full.
        case refused
        /// The broker closed the channel or the connection over it.
        case closed
        /// AMQP cannot carry it.
        case unsendable
        /// Too many waited for the broker.
        case overflow
    }

    private let logger: Logger
    /// From the start at zero, so that the first of a kind is seen as a rise.
    private let counters = Dictionary(
        uniqueKeysWithValues: Reason.allCases.map { ($0, Counter(.answersDropped, [("reason", $0.rawValue)])) }
    )

    init(logger: Logger) {
        self.logger = logger
    }

    func note(_ answer: StoredAnswer, _ reason: Reason, _ error: String) {
        counters[reason]?.increment()
        // A sender that is gone is no trouble of anybody's.
        logger.log(
            reason == .unroutable ? .notice : .warning,
            "Answer dropped",
            [
                .deadLetterID: "\(answer.deadLetterID)", .messageID: "\(answer.messageID ?? "unreadable")",
                .error: "\(error)",
            ]
        )
    }

    func note(overflow count: Int) {
        counters[.overflow]?.increment(by: count)
        logger.log(
            .warning,
            "Answers dropped: too many waited for the broker",
            [.count: "\(count)"]
        )
    }
}
