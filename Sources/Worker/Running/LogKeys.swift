import Logging

/// The keys of log metadata: one list, so that a search finds every line about a thing.
enum LogKey: String {
    case messageID = "message.id"
    case contractID = "contract.id"
    case queue
    case deadLetterID = "dead-letter.id"
    case eventID = "event.id"
    case exchange
    case routingKey = "routing-key"
    case user
    case violations
    case repeated
    case count
    case error
    case reason
    case hint
    case duration
    case attempt
    case position
}

extension Logger {
    /// Logs a constant message; what varies is in the metadata, under keys of the one list.
    func log(_ level: Level, _ message: Message, _ values: @autoclosure () -> [LogKey: MetadataValue]) {
        log(
            level: level,
            message,
            metadata: Metadata(uniqueKeysWithValues: values().map { ($0.key.rawValue, $0.value) })
        )
    }
}
