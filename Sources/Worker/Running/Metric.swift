import Metrics

/// The metrics of the worker: one list of names, kinds and meanings.
///
/// What is counted under one of them, and how it is written for Prometheus, knows nobody but this list.
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
        /// Only rises, from 0 at each start.
        case counter
        case gauge
        /// - Parameter buckets: the upper bounds, inclusive, rising.
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

    /// One sentence: what it counts, and in which unit.
    public var help: String {
        switch self {
        case .messages: "Messages whose outcome is on disk, by verdict."
        case .violations: "Violations of refused messages, by code; a message may have several."
        case .batchMessages: "Messages recorded in one transaction."
        case .stageSeconds:
            "Seconds that a batch took in a stage of its way; publish is a page of events until confirmed."
        case .eventsPublished: "Events handed to the broker, those that were tried again included."
        case .eventsConfirmed: "Events that the broker has confirmed."
        case .eventsReturned: "Events that the broker returned or refused, or that could not be sent; they are kept."
        case .answersDropped: "Answers on reply-to that did not arrive, by reason; each is tried once."
        case .parkedEvents: "Events that are kept because nobody received them, and are tried again."
        case .relayLagEvents: "Events that are recorded and neither confirmed nor parked."
        case .relayLagSeconds: "Age in seconds of the oldest event that is neither confirmed nor parked."
        case .deadLetters: "Dead letters in the ledger, by state."
        case .reconnections: "Connections to the broker that were made anew, by connection."
        case .paused: "1 where a part of the worker waits for the end of a trouble, by part and reason."
        case .ready: "1 where a part of the worker is ready, 0 where it is not; /ready says why."
        case .ledgerBytes: "Size in bytes of the ledger's file and its log."
        case .settingsVersion: "Version of the settings that judge; 0 when none were applied."
        case .buildInfo: "Always 1; the label has the version."
        }
    }
}

/// The stages of a batch, each measured once a batch.
enum Stage: String {
    /// The bytes of the messages are read.
    case receive
    /// Verdicts are found, and their rows written.
    case judge
    /// The transaction is brought to the disk.
    case commit
    /// A page of events is with the broker, until the last is confirmed.
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
