import Ledger
import RabbitMQ
import Terminations

/// The queue that an intake consumes, and how its messages are recorded. Everything else is the same for both.
enum IntakeQueue: Sendable {
    /// Messages of the CRM, which are judged and recorded.
    case terminations
    /// The broker's own dead letters, which are kept as dead letters until they are replayed.
    case deadLetters

    var connectionName: String {
        switch self {
        case .terminations: "terminus intake"
        case .deadLetters: "terminus dead letters"
        }
    }

    func queue(_ names: TopologyNames) -> String {
        switch self {
        case .terminations: names.terminations
        case .deadLetters: names.deadLetters
        }
    }

    func topology(_ names: TopologyNames) -> Topology {
        switch self {
        case .terminations: names.terminationsTopology
        case .deadLetters: names.deadLettersTopology
        }
    }

    func received(of delivery: Delivery, limits: MessageLimits, continuing trace: TraceHeaders?) -> ReceivedMessage {
        switch self {
        case .terminations: ReceivedMessage(delivery, limits: limits, continuing: trace)
        case .deadLetters: ReceivedMessage(deadLettered: delivery, limits: limits, continuing: trace)
        }
    }

    func record(
        _ receivedMessages: [ReceivedMessage],
        with recorder: Recorder,
        at now: Instant
    ) throws(LedgerError) -> [Outcome] {
        switch self {
        case .terminations: try recorder.record(receivedMessages, at: now)
        case .deadLetters: try recorder.keepBrokerDeadLetters(receivedMessages, at: now)
        }
    }

    /// Records a message that cannot be judged as a dead letter.
    func park(_ received: ReceivedMessage, with recorder: Recorder, at now: Instant) throws(LedgerError) -> Outcome {
        switch self {
        case .terminations: try recorder.park(received, at: now)
        case .deadLetters: try recorder.park(received, source: .broker, at: now)
        }
    }

    /// The component of the worker that consumes it.
    var component: WorkerStatus.Component {
        switch self {
        case .terminations: .intake
        case .deadLetters: .deadLetters
        }
    }
}
