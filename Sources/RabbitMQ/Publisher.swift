import Logging

/// Publishes with confirms, on a connection and a thread of its own.
///
/// It keeps every message until the broker has said what became of it. After a lost connection it
/// publishes again what has no outcome, in the original order, before anything newer: so the broker may
/// get a message twice, and never misses one. All methods may be called from any thread.
///
/// What the broker answers to one message concerns that message alone, even where it closes the channel or the
/// connection over it: then the messages under way are sent one at a time until the one to blame is known. It has
/// failed, and with it those that are sure to be answered alike: for an exchange that is missing, or with a routing key
/// that is forbidden. All others go on, in their order. One that the broker does not confirm, while it confirms what was sent
/// a confirm timeout later, has failed too (`timedOut`); the broker may still have it.
public final class Publisher: Sendable {
    private let mailbox = Monitor(PublisherMailbox())
    private let wakeUp = WakeUp()
    private let window: Int
    private let windowBytes: Int
    private let loop: PublisherLoop

    /// - Parameters:
    ///   - window: how many messages may be without an outcome.
    ///   - windowBytes: how many bytes their bodies may have together. One message is always taken, however large.
    ///   - onSent: called on the publisher's thread after messages were handed to the socket, and before the
    ///     broker's answers are read; must return quickly.
    ///   - onOutcomes: called on the publisher's thread with each burst of outcomes, in the order in which
    ///     the broker gave them. Must return quickly, and may not call `publish`, `drain` or `close`.
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
        logger[metadataKey: LogKey.connection] = "\(connection.name)"
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
            wakeUp: wakeUp
        )
    }

    deinit { close(timeout: .zero) }

    /// Starts the thread, once; returns at once.
    public func start() {
        let isFirst = mailbox.withLock { box in
            defer { box.isStarted = true }
            return !box.isStarted && !box.hasEnded
        }
        if isFirst { Thread.start(name: "amqp-publisher") { [loop] in loop.run() } }
    }

    /// Hands messages over, in order.
    ///
    /// Blocks the calling thread while the window is full. Messages of concurrent calls may interleave.
    ///
    /// - Parameter timeout: how long it may block; nil for as long as it takes.
    /// - Returns: false when the publisher was closed, or the time was over, before it took all of them. What it took
    ///   is published all the same.
    public func publish(_ messages: [OutgoingMessage], timeout: Duration? = nil) -> Bool {
        let deadline = timeout.map(Deadline.after) ?? .never
        var rest = messages[...]
        while !rest.isEmpty {
            let step: (count: Int, mustWake: Bool)?? = mailbox.wait(until: deadline) { box in
                guard box.takesMessages else { return .some(nil) }
                return box.add(rest, window: window, windowBytes: windowBytes).map { .some($0) }
            }
            guard case .some(.some(let taken)) = step else { return false }
            if taken.mustWake { wakeUp.signal() }
            rest = rest.dropFirst(taken.count)
        }
        return mailbox.withLock { $0.takesMessages }
    }

    /// Blocks until everything that was handed over has its outcome, or the timeout.
    ///
    /// - Returns: whether it has; false when the publisher ended before.
    public func drain(timeout: Duration) -> Bool {
        mailbox.wait(until: .after(timeout)) { box in
            if box.outstanding == 0 { return true }
            return box.hasEnded ? false : nil
        } ?? false
    }

    /// Takes no more messages, waits for outstanding outcomes while the broker is there, closes in order
    /// and ends the thread. What has no outcome then never gets one: the broker may or may not have it.
    ///
    /// - Parameter timeout: how long it may take; after it the connection is cut.
    public func close(timeout: Duration = .seconds(5)) {
        let deadline = Deadline.after(timeout)
        mailbox.change { box in
            if box.closesBy == nil { box.closesBy = deadline }
            if !box.isStarted {
                box.hasEnded = true
                box.state = .closed
            }
            box.isAsleep = false
            // While connecting there is nothing to be closed in order.
            if case .connecting = box.state { box.lifeline?.cut(.stopped) }
        }
        wakeUp.signal()
        if mailbox.wait(until: deadline, for: { $0.hasEnded ? true : nil }) == nil {
            mailbox.withLock { $0.lifeline?.cut(.stopped) }
        }
    }

    public var state: ConnectionState { mailbox.withLock { $0.state } }
}
