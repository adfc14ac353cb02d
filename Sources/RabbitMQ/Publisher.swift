import LogKeys
public import Logging
import Threads

/// Publishes with confirms, on a connection and a thread of its own.
///
/// It keeps every message until its outcome is known. After a lost connection it publishes the messages without an outcome
/// again, in the original order, before any newer message. The broker may therefore receive a message twice, but never
/// misses one. All methods may be called from any thread.
///
/// An error for one message affects that message alone, even if the broker closes the channel or the connection because of
/// it. In that case the in-flight messages are sent one at a time until the cause is found. That message fails, together
/// with the messages that are certain to get the same answer: those for the same missing exchange or with the same
/// forbidden routing key. All others are published, in their order. A message also fails (`timedOut`) if the broker does
/// not confirm it but confirms messages that were sent a confirm timeout later; the broker may still have it.
public final class Publisher: Sendable {
    private let mailbox = Monitor(PublisherMailbox())
    private let eventFD = EventFD()
    private let window: Int
    private let windowBytes: Int
    private let loop: PublisherLoop

    /// - Parameters:
    ///   - window: how many messages may be without an outcome.
    ///   - windowBytes: how many bytes their bodies may have together. One message is always accepted, whatever its size.
    ///   - onSent: called on the publisher's thread after messages were written to the socket, and before the broker's
    ///     answers are read; must return quickly.
    ///   - onOutcomes: called on the publisher's thread with each burst of outcomes, in the order in which the broker sent
    ///     them. Must return quickly, and must not call `publish`, `drain` or `close`.
    ///   - onStateChange: called on the publisher's thread; must return quickly.
    public init(
        connection: ConnectionConfiguration,
        window: Int = 1_000,
        windowBytes: Int = 16 * 1024 * 1024,
        topology: Topology? = nil,
        logger: Logger,
        onSent: (@Sendable () -> Void)? = nil,
        onOutcomes: @escaping @Sendable ([PublishOutcome]) -> Void,
        onStateChange: (@Sendable (ConnectionState) -> Void)? = nil
    ) {
        var logger = logger
        logger[metadataKey: .connectionName] = "\(connection.name)"
        self.window = max(1, window)
        self.windowBytes = windowBytes
        loop = PublisherLoop(
            configuration: connection,
            window: self.window,
            topology: topology,
            logger: logger,
            onSent: onSent,
            onOutcomes: onOutcomes,
            onStateChange: onStateChange,
            mailbox: mailbox,
            eventFD: eventFD
        )
    }

    deinit { close(timeout: .zero) }

    /// Starts the thread, once; returns at once.
    public func start() {
        let isFirst = mailbox.withLock { mailbox in
            defer { mailbox.isStarted = true }
            return !mailbox.isStarted && !mailbox.hasEnded
        }
        guard isFirst else { return }
        DedicatedThread.start(name: "amqp-publisher", stackSize: Connection.threadStackSize) { [loop] in loop.run() }
    }

    /// Adds messages to the publisher, in order.
    ///
    /// Blocks the calling thread while the window is full. Messages of concurrent calls may interleave.
    ///
    /// - Parameter timeout: how long it may block; nil for no limit.
    /// - Returns: false if the publisher was closed, or the time limit passed, before it accepted all messages. The
    ///   messages that it accepted are published.
    public func publish(_ messages: [OutgoingMessage], timeout: Duration? = nil) -> Bool {
        let deadline = timeout.map(Deadline.after) ?? .never
        var rest = messages[...]
        while !rest.isEmpty {
            let step: (count: Int, mustWake: Bool)?? = mailbox.wait(until: deadline) { mailbox in
                guard mailbox.acceptsMessages else { return .some(nil) }
                return mailbox.enqueue(rest, window: window, windowBytes: windowBytes).map { .some($0) }
            }
            guard case .some(.some(let taken)) = step else { return false }
            if taken.mustWake { eventFD.signal() }
            rest = rest.dropFirst(taken.count)
        }
        return mailbox.withLock { $0.acceptsMessages }
    }

    /// Blocks until every accepted message has its outcome, or the timeout passes.
    ///
    /// - Returns: whether every message has its outcome; false if the publisher ended before.
    public func drain(timeout: Duration) -> Bool {
        mailbox.wait(until: .after(timeout)) { mailbox in
            if mailbox.outstanding == 0 { return true }
            return mailbox.hasEnded ? false : nil
        } ?? false
    }

    /// Accepts no more messages, waits for outstanding outcomes while the broker is reachable, closes the connection in
    /// order and ends the thread. A message without an outcome never gets one; the broker may or may not have it.
    ///
    /// - Parameter timeout: the time limit; after it the socket is shut down.
    public func close(timeout: Duration = .seconds(5)) {
        let deadline = Deadline.after(timeout)
        mailbox.change { mailbox in
            if mailbox.closesBy == nil { mailbox.closesBy = deadline }
            if !mailbox.isStarted {
                mailbox.hasEnded = true
                mailbox.state = .closed
            }
            mailbox.isAsleep = false
            // A connection that is not open yet needs no orderly close.
            if case .connecting = mailbox.state { mailbox.socketGuard?.shutDown(.stopped) }
        }
        eventFD.signal()
        if mailbox.wait(until: deadline, for: { $0.hasEnded ? true : nil }) == nil {
            mailbox.withLock { $0.socketGuard?.shutDown(.stopped) }
        }
    }

    public var state: ConnectionState { mailbox.withLock { $0.state } }
}
