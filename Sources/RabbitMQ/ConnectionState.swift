/// What a consumer's or publisher's connection is doing.
public enum ConnectionState: Sendable, Equatable {
    /// Not connected: trying, or waiting to try again. `attempt` counts from 1 since the last time that
    /// all was well; `lastError` says why the attempt before this one failed.
    case connecting(attempt: Int, lastError: RabbitMQError?)
    case connected
    /// The broker takes no messages (`connection.blocked`): a memory or disk alarm. Only publishers see it.
    case blocked(reason: String)
    /// Stopped on request, until it is resumed.
    case paused
    /// Ended for good.
    case closed
}
