import Logging

/// Consumes one queue, on a connection and a thread of its own.
///
/// It reconnects for ever, and declares its topology, if it has one, on each connection before it
/// consumes. Deliveries wait here until they are taken. The prefetch bounds how many are out, and the byte limit how much
/// memory they take: while as much is unsettled, the socket is not read, and TCP holds the broker back. Heartbeats are
/// sent meanwhile, and the end of the connection is noticed. All methods may be called from any thread.
///
/// A consumer that is let go of without `close` ends by itself, and gives its deliveries back.
public final class Consumer: Sendable {
    /// What the deliveries of a thousand small messages do not reach, and a thousand large ones must not exceed.
    public static let defaultByteLimit = 16 * 1024 * 1024

    private let mailbox = Monitor(ConsumerMailbox())
    private let wakeUp = WakeUp()
    private let loop: ConsumerLoop

    /// - Parameters:
    ///   - prefetch: how many deliveries may be unacknowledged; at least 1. Quorum queues allow 2,000.
    ///   - byteLimit: about how many bytes of memory unsettled deliveries may take before no further one is read. One
    ///     delivery is always read, however large. Whoever takes deliveries must settle those before further ones come.
    ///   - bodyLimit: which bodies are put together; nil for all.
    ///   - exclusive: whether no other consumer may use the queue beside this one. Until it is free, this
    ///     one tries again.
    ///   - onSettled: called on the consumer's thread after acknowledgements and refusals were handed to the
    ///     socket; must return quickly.
    ///   - onStateChange: called on the consumer's thread; must return quickly.
    public init(
        connection: ConnectionConfiguration,
        queue: String,
        prefetch: UInt16,
        byteLimit: Int = Consumer.defaultByteLimit,
        bodyLimit: BodyLimit? = nil,
        topology: Topology? = nil,
        exclusive: Bool = false,
        logger: Logger,
        onSettled: (@Sendable () -> Void)? = nil,
        onStateChange: (@Sendable (ConnectionState) -> Void)? = nil
    ) {
        var logger = logger
        logger[metadataKey: LogKey.queue] = "\(queue)"
        logger[metadataKey: LogKey.connection] = "\(connection.name)"
        loop = ConsumerLoop(
            configuration: connection,
            queue: queue,
            prefetch: max(1, prefetch),
            byteLimit: max(1, byteLimit),
            bodyLimit: bodyLimit,
            topology: topology,
            exclusive: exclusive,
            logger: logger,
            onSettled: onSettled,
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
        if isFirst { Thread.start(name: "amqp-consumer") { [loop] in loop.run() } }
    }

    /// Blocks the calling thread until deliveries are there; one is enough.
    ///
    /// - Parameters:
    ///   - limit: how many at most; at least 1.
    ///   - bytes: about how many bytes of memory they may take together; one is always returned.
    ///   - timeout: nil waits without end.
    /// - Returns: what is there, in the order of delivery; nothing when the timeout has passed; nil when
    ///   nothing will ever come again.
    public func nextBatch(limit: Int, bytes: Int = .max, timeout: Duration? = nil) -> [Delivery]? {
        let deadline = timeout.map(Deadline.after) ?? .never
        let batch: [Delivery]?? = mailbox.wait(until: deadline) { box in
            if box.isOver { return .some(nil) }
            return box.take(max(1, limit), bytes: bytes).map { .some($0) }
        }
        return batch ?? []
    }

    /// Acknowledges everything up to and including this delivery (`basic.ack` with `multiple`).
    ///
    /// Never blocks. A tag of an earlier connection is dropped: the broker has taken it back. If the
    /// connection is lost before the broker has read it, the deliveries come again.
    public func acknowledge(through tag: DeliveryTag) {
        settle(tag, .acknowledge(through: tag.number))
    }

    /// Refuses one delivery: the queue takes it back, or dead-letters or drops it. Never blocks.
    public func reject(_ tag: DeliveryTag, requeue: Bool) {
        settle(tag, .reject(tag.number, requeue: requeue))
    }

    /// Gives all unacknowledged deliveries back by closing the connection, drops what waits here, and
    /// consumes nothing until `resume`. Returns at once; the state becomes `paused` when it is done.
    public func pause() { order { $0.pause() } }

    /// Connects and consumes again.
    public func resume() { order { $0.resume() } }

    /// Asks the broker for no more deliveries (`basic.cancel`). What has come until it confirms can still
    /// be taken and acknowledged; after that `nextBatch` returns nil. The connection stays for the
    /// acknowledgements, until `close`.
    public func cancel() { order { $0.isCancelled = true } }

    /// Sends the acknowledgements that were asked for, closes in order, and ends the thread. Deliveries
    /// that were not acknowledged go back to the queue.
    ///
    /// - Parameter timeout: how long it may take; after it the connection is cut.
    public func close(timeout: Duration = .seconds(5)) {
        let deadline = Deadline.after(timeout)
        order { box in
            if box.closesBy == nil { box.closesBy = deadline }
            if !box.isStarted {
                box.hasEnded = true
                box.state = .closed
            }
            // While connecting there is nothing to be closed in order.
            if case .connecting = box.state { box.lifeline?.cut(.stopped) }
        }
        if mailbox.wait(until: deadline, for: { $0.hasEnded ? true : nil }) == nil {
            mailbox.withLock { $0.lifeline?.cut(.stopped) }
        }
    }

    public var state: ConnectionState { mailbox.withLock { $0.state } }

    /// How many deliveries have come and are not taken yet.
    package var waiting: Int { mailbox.withLock { $0.waiting } }

    private func settle(_ tag: DeliveryTag, _ settlement: ConsumerMailbox.Settlement) {
        if mailbox.withLock({ $0.settle(tag.generation, settlement) }) { wakeUp.signal() }
    }

    private func order(_ change: (inout ConsumerMailbox) -> Void) {
        mailbox.change { box in
            change(&box)
            box.isAsleep = false
        }
        wakeUp.signal()
    }
}
