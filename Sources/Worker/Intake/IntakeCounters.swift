import Ledger
import Logging
import Metrics
import Terminations

/// Counts and logs what became of messages: one line for each that was not accepted, none for the others.
struct IntakeCounters: Sendable {
    private let accepted = Counter(label: "terminus_messages_total", dimensions: [("verdict", "accepted")])
    private let duplicate = Counter(label: "terminus_messages_total", dimensions: [("verdict", "duplicate")])
    private let stale = Counter(label: "terminus_messages_total", dimensions: [("verdict", "stale")])
    private let held = Counter(label: "terminus_messages_total", dimensions: [("verdict", "held")])
    private let rejected = Counter(label: "terminus_messages_total", dimensions: [("verdict", "rejected")])
    private let parked = Counter(label: "terminus_messages_total", dimensions: [("verdict", "unjudgeable")])
    private let broker = Counter(label: "terminus_messages_total", dimensions: [("verdict", "dead-lettered")])
    private let batchSize = Metrics.Recorder(label: "terminus_batch_size")

    func count(_ outcomes: [Outcome], of arrivals: ArraySlice<Arrival>, logger: Logger) {
        batchSize.record(outcomes.count)
        var acceptedCount = 0
        for (outcome, arrival) in zip(outcomes, arrivals) {
            switch outcome {
            case .accepted(_, let followUps):
                acceptedCount += 1
                for followUp in followUps { count(followUp, logger: logger) }
            case .duplicate:
                duplicate.increment()
            case .stale:
                stale.increment()
            case .held(let id, let isRepeated):
                held.increment()
                logger.log(
                    .info,
                    "Message waits for its termination",
                    [
                        .messageID: "\(arrival.reading.messageID ?? "unreadable")", .deadLetterID: "\(id)",
                        .repeated: "\(isRepeated)",
                    ]
                )
            case .rejected(let id, let violations, let isRepeated):
                noteRefusal(arrival.reading.messageID, id, violations, isRepeated: isRepeated, logger)
            case .parked(let id) where arrival.brokerReason != nil:
                broker.increment()
                logger.log(
                    .warning,
                    "Message kept that the broker had dead-lettered",
                    [
                        .messageID: "\(arrival.reading.messageID ?? "unreadable")",
                        .deadLetterID: "\(id)",
                        .reason: "\(arrival.brokerReason ?? "")",
                    ]
                )
            case .parked(let id):
                parked.increment()
                logger.log(
                    .error,
                    "Message set aside: judging it failed each time",
                    [
                        .messageID: "\(arrival.reading.messageID ?? "unreadable")", .deadLetterID: "\(id)",
                    ]
                )
            }
        }
        accepted.increment(by: acceptedCount)
    }

    /// Counts and logs a message that was judged because of another one, or because its waiting time was over.
    func count(_ followUp: FollowUp, logger: Logger) {
        switch followUp.result {
        case .accepted: accepted.increment()
        case .alreadyRecorded: stale.increment()
        case .rejected(let violations):
            noteRefusal(followUp.messageID, followUp.deadLetterID, violations, isRepeated: false, logger)
        }
    }

    private func noteRefusal(
        _ messageID: String?,
        _ deadLetterID: String,
        _ violations: [Violation],
        isRepeated: Bool,
        _ logger: Logger
    ) {
        rejected.increment()
        logger.log(
            .notice,
            "Message refused",
            [
                .messageID: "\(messageID ?? "unreadable")",
                .deadLetterID: "\(deadLetterID)",
                .violations: "\(Set(violations.map(\.code.rawValue)).sorted().joined(separator: ", "))",
                .repeated: "\(isRepeated)",
            ]
        )
    }
}
