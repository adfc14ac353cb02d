package import Logging

/// The keys of log metadata. Every log line of the program takes its keys from this list, so that one search finds all
/// lines about one thing.
package enum LogKey: String, Sendable {
    // The message and its contract.
    case messageID = "message.id"
    case contractID = "contract.id"
    case deadLetterID = "dead-letter.id"
    case eventID = "event.id"
    case violations
    case repeated
    case position

    // The broker.
    case brokerAddress = "broker.address"
    case connectionAttempt = "connection.attempt"
    case connectionName = "connection.name"
    case exchange
    case queue
    case retryIn = "retry.in"
    case routingKey = "routing-key"
    case user

    // What happened, and what to do.
    case attempt
    case count
    case duration
    case error
    case errorCode = "error.code"
    case hint
    case reason

    // The process.
    case atMost = "at-most"
    case broker
    case httpAddress = "http.address"
    case ledger
    case unpublishedEvents = "unpublished-events"
    case version
    case workers
}

extension Logger {
    /// Logs a constant message. Values that vary are metadata under keys of the one list.
    package func log(_ level: Level, _ message: Message, _ values: @autoclosure () -> [LogKey: MetadataValue]) {
        log(
            level: level,
            message,
            metadata: Metadata(uniqueKeysWithValues: values().map { ($0.key.rawValue, $0.value) })
        )
    }

    /// Metadata of every line that this logger writes.
    package subscript(metadataKey key: LogKey) -> MetadataValue? {
        get { self[metadataKey: key.rawValue] }
        set { self[metadataKey: key.rawValue] = newValue }
    }
}
