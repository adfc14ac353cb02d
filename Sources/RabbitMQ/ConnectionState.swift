/// The state of the connection of a consumer or publisher.
public enum ConnectionState: Sendable, Equatable {
    /// Not connected: trying, or waiting before the next attempt. `attempt` counts from 1 since the last working
    /// connection; `lastError` is the error of the previous attempt.
    case connecting(attempt: Int, lastError: RabbitMQError?)
    case connected
    /// The broker accepts no messages because of a memory or disk alarm (`connection.blocked`). Only publishers see it.
    case blocked(reason: String)
    /// Paused until it is resumed.
    case paused
    /// Ended for good.
    case closed
}
