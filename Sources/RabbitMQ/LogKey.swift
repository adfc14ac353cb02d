import Logging

/// The metadata keys of this module's log lines.
enum LogKey {
    static let address = "broker.address"
    static let attempt = "connection.attempt"
    static let connection = "connection.name"
    static let count = "count"
    static let error = "error"
    static let errorCode = "error.code"
    static let hint = "hint"
    static let queue = "queue"
    static let reason = "reason"
    static let retryIn = "retry.in"
}
