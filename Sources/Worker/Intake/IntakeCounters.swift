import Ledger
import LogKeys
import Logging
import Metrics
import Terminations

/// Counts and logs the outcomes of messages. Logs one line for each message that was not accepted.
struct IntakeCounters: Sendable {
    private let accepted = Counter(.messages, [("verdict", "accepted")])
    private let duplicate = Counter(.messages, [("verdict", "duplicate")])
    private let stale = Counter(.messages, [("verdict", "stale")])
    private let held = Counter(.messages, [("verdict", "held")])
    private let rejected = Counter(.messages, [("verdict", "rejected")])
    private let parked = Counter(.messages, [("verdict", "unjudgeable")])
    private let broker = Counter(.messages, [("verdict", "dead-lettered")])
    /// All start at zero, so that the first violation of a kind shows as an increase.
    private let violations = Dictionary(
        uniqueKeysWithValues: Violation.Code.allCases.map { ($0, Counter(.violations, [("code", $0.rawValue)])) }
    )
    private let batchSize = Metrics.Recorder(label: Metric.batchMessages.rawValue)
    private let receiving = Metrics.Timer(.receive)
    private let judging = Metrics.Timer(.judge)
    private let committing = Metrics.Timer(.commit)

    /// Records how long parsing a batch took.
    func count(received duration: Duration) {
        receiving.record(duration: duration)
    }

    /// Counts and logs the outcomes of one transaction.
    ///
    /// - Parameter times: the times of that transaction.
    func count(
        _ outcomes: [Outcome],
        of receivedMessages: ArraySlice<ReceivedMessage>,
        _ times: RecordingTimes,
        logger: Logger
    ) {
        batchSize.record(outcomes.count)
        judging.record(duration: times.worked - times.began)
        committing.record(duration: times.committed - times.worked)
        var acceptedCount = 0
        for (outcome, received) in zip(outcomes, receivedMessages) {
            switch outcome {
            case .accepted(_, let followUps):
                acceptedCount += 1
                for followUp in followUps { count(followUp, logger: logger) }
            case .duplicate:
                duplicate.increment()
            case .stale:
                stale.increment()
                logger.log(.info, "Message overtaken: kept in the history of its termination", received.logIDs)
            case .held(let id, let isRepeated):
                held.increment()
                logger.log(
                    .info,
                    "Message waits for its termination",
                    received.logIDs + [.deadLetterID: "\(id)", .repeated: "\(isRepeated)"]
                )
            case .rejected(let id, let violations, let isRepeated):
                countRefusal(received.logIDs, id, violations, isRepeated: isRepeated, logger)
            case .parked(let id) where received.brokerReason != nil:
                broker.increment()
                logger.log(
                    .warning,
                    "Message kept that the broker had dead-lettered",
                    received.logIDs + [
                        .deadLetterID: "\(id)",
                        .reason: "\(received.brokerReason ?? "")",
                    ]
                )
            case .parked(let id):
                parked.increment()
                logger.log(
                    .error,
                    "Message set aside: judging it failed each time",
                    received.logIDs + [.deadLetterID: "\(id)"]
                )
            }
        }
        accepted.increment(by: acceptedCount)
    }

    /// Counts and logs a message that was judged because of another one, or because its waiting time had passed.
    func count(_ followUp: CascadedOutcome, logger: Logger) {
        switch followUp.result {
        case .accepted: accepted.increment()
        case .alreadyRecorded: stale.increment()
        case .rejected(let violations):
            let ids: [LogKey: Logger.MetadataValue] = [.messageID: "\(followUp.messageID ?? "unreadable")"]
            countRefusal(ids, followUp.deadLetterID, violations, isRepeated: false, logger)
        }
    }

    private func countRefusal(
        _ ids: [LogKey: Logger.MetadataValue],
        _ deadLetterID: String,
        _ violations: [Violation],
        isRepeated: Bool,
        _ logger: Logger
    ) {
        rejected.increment()
        for violation in violations { self.violations[violation.code]?.increment() }
        logger.log(
            .notice,
            "Message refused",
            ids + [
                .deadLetterID: "\(deadLetterID)",
                .violations: "\(Set(violations.map(\.code.rawValue)).sorted().joined(separator: ", "))",
                .repeated: "\(isRepeated)",
            ]
        )
    }
}

extension ReceivedMessage {
    /// The ids in a log line about the message.
    fileprivate var logIDs: [LogKey: Logger.MetadataValue] {
        var ids: [LogKey: Logger.MetadataValue] = [.messageID: "\(parsed.messageID ?? "unreadable")"]
        if let contractID = parsed.contractID { ids[.contractID] = "\(contractID)" }
        return ids
    }
}

private func + (
    ids: [LogKey: Logger.MetadataValue],
    others: [LogKey: Logger.MetadataValue]
) -> [LogKey: Logger.MetadataValue] {
    ids.merging(others) { _, new in new }
}
