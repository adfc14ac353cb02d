import Metrics

/// The metrics of the worker.
///
/// This list is the only place that defines metric names, kinds and help texts.
public enum Metric: String, CaseIterable, Sendable {
    case messages = "terminus_messages_total"
    case violations = "terminus_violations_total"
    case batchMessages = "terminus_batch_messages"
    case stageSeconds = "terminus_stage_seconds"
    case eventsPublished = "terminus_events_published_total"
    case eventsConfirmed = "terminus_events_confirmed_total"
    case eventsReturned = "terminus_events_returned_total"
    case answersDropped = "terminus_answers_dropped_total"
    case parkedEvents = "terminus_parked_events"
    case relayLagEvents = "terminus_relay_lag_events"
    case relayLagSeconds = "terminus_relay_lag_seconds"
    case deadLetters = "terminus_dead_letters"
    case reconnections = "terminus_reconnections_total"
    case paused = "terminus_paused"
    case ready = "terminus_ready"
    case ledgerBytes = "terminus_ledger_bytes"
    case settingsVersion = "terminus_settings_version"
    case buildInfo = "terminus_build_info"

    public enum Kind: Sendable, Equatable {
        /// Starts at 0 and only rises.
        case counter
        case gauge
        /// - Parameter buckets: the upper bounds, inclusive, in ascending order.
        case histogram(buckets: [Double])
    }

    public var kind: Kind {
        switch self {
        case .messages, .violations, .eventsPublished, .eventsConfirmed, .eventsReturned, .answersDropped,
            .reconnections:
            .counter
        case .batchMessages: .histogram(buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000])
        case .stageSeconds:
            .histogram(buckets: [
                0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
            ])
        case .parkedEvents, .relayLagEvents, .relayLagSeconds, .deadLetters, .paused, .ready, .ledgerBytes,
            .settingsVersion, .buildInfo:
            .gauge
        }
    }

    /// One sentence that gives the meaning and the unit.
    public var help: String {
        switch self {
        case .messages: "Messages whose outcome is on disk, by verdict."
        case .violations: "Violations of refused messages, by code. A message can have several."
        case .batchMessages: "Messages recorded in one transaction."
        case .stageSeconds:
            "Seconds that a batch took, by stage. The stage publish is a page of events until it is confirmed."
        case .eventsPublished: "Events sent to the broker, including retries."
        case .eventsConfirmed: "Events confirmed by the broker."
        case .eventsReturned: "Events that the broker returned or refused, or that could not be sent. They are parked."
        case .answersDropped: "Answers to reply-to that were not delivered, by reason. Each is tried once."
        case .parkedEvents: "Parked events: events that no queue received, which are tried again."
        case .relayLagEvents: "Recorded events that are neither confirmed nor parked."
        case .relayLagSeconds: "Age in seconds of the oldest event that is neither confirmed nor parked."
        case .deadLetters: "Dead letters in the ledger, by state."
        case .reconnections: "Reconnections to the broker, by connection."
        case .paused: "1 while a component of the worker (part) is paused because of a failure, by reason."
        case .ready: "1 if a component of the worker (part) is ready, otherwise 0. /ready gives the reason."
        case .ledgerBytes: "Size in bytes of the ledger's file and its write-ahead log."
        case .settingsVersion: "Version of the settings in force; 0 if none were applied."
        case .buildInfo: "Always 1. The label contains the version."
        }
    }
}

/// The stages of a batch. Each is measured once per batch.
enum Stage: String {
    /// Parsing the messages.
    case receive
    /// Judging the messages and writing their rows.
    case judge
    /// Committing the transaction to disk.
    case commit
    /// Publishing a page of events, until the last one is confirmed.
    case publish
}

extension Counter {
    convenience init(_ metric: Metric, _ labels: [(String, String)] = []) {
        self.init(label: metric.rawValue, dimensions: labels)
    }
}

extension Metrics.Timer {
    convenience init(_ stage: Stage) {
        self.init(label: Metric.stageSeconds.rawValue, dimensions: [("stage", stage.rawValue)])
    }
}
