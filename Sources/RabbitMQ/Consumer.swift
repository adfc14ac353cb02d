public import Logging
import LogKeys
import Threads

/// Consumes one queue, on a connection and a thread of its own.
///
/// It reconnects forever, and declares its topology, if it has one, on each connection before it consumes. Deliveries wait
/// here until the caller takes them. The prefetch bounds the number of unsettled deliveries, and the byte limit bounds
/// their memory: at the limit the consumer stops reading its socket, and TCP flow control stops the broker. Meanwhile it
/// still sends heartbeats and notices the end of the connection. All methods may be called from any thread.
///
/// A consumer that is released without `close` ends by itself, and its deliveries return to the queue.
public final class Consumer: Sendable {
    /// Above the memory of a thousand small deliveries, and the bound for large ones.
    public static let defaultByteLimit = 16 * 1024 * 1024

    private let mailbox = Monitor(ConsumerMailbox())
    private let eventFD = EventFD()
    private let loop: ConsumerLoop

    /// - Parameters:
    ///   - prefetch: how many deliveries may be unacknowledged; at least 1. Quorum queues allow 2,000.
    ///   - byteLimit: about how many bytes of memory unsettled deliveries may take before the consumer stops reading. One
    ///     delivery is always read, whatever its size. At the limit, the caller must settle deliveries to receive more.
    ///   - bodyLimit: the largest body that is delivered whole; nil for no limit.
    ///   - exclusive: whether this must be the only consumer of the queue. While another consumer uses the queue, this one
    ///     tries again.
    ///   - onSettled: called on the consumer's thread after acknowledgements and rejections were written to the socket;
    ///     must return quickly.
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
        logger[metadataKey: .queue] = "\(queue)"
        logger[metadataKey: .connectionName] = "\(connection.name)"
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
        DedicatedThread.start(name: "amqp-consumer", stackSize: Connection.threadStackSize) { [loop] in loop.run() }
    }

    /// Blocks the calling thread until at least one delivery is available.
    ///
    /// - Parameters:
    ///   - limit: the largest number of deliveries to return; at least 1.
    ///   - bytes: about how many bytes of memory they may take together; at least one delivery is returned.
    ///   - timeout: nil waits forever.
    /// - Returns: the available deliveries, in the order of delivery; an empty array after the timeout; nil when no
    ///   delivery will ever come again.
    public func nextBatch(limit: Int, bytes: Int = .max, timeout: Duration? = nil) -> [Delivery]? {
        let deadline = timeout.map(Deadline.after) ?? .never
        let batch: [Delivery]?? = mailbox.wait(until: deadline) { mailbox in
            if mailbox.isOver { return .some(nil) }
            return mailbox.dequeue(max(1, limit), bytes: bytes).map { .some($0) }
        }
        return batch ?? []
    }

    /// Acknowledges everything up to and including this delivery (`basic.ack` with `multiple`).
    ///
    /// Never blocks. Ignores a tag of an earlier connection, because its delivery has returned to the queue. If the
    /// connection is lost before the broker reads the acknowledgement, the deliveries come again.
    public func acknowledge(through tag: DeliveryTag) {
        settle(tag, .acknowledge(through: tag.number))
    }

    /// Rejects one delivery: the queue requeues it, or dead-letters or drops it. Never blocks.
    public func reject(_ tag: DeliveryTag, requeue: Bool) {
        settle(tag, .reject(tag.number, requeue: requeue))
    }

    /// Closes the connection, so that all unacknowledged deliveries return to the queue, discards the waiting deliveries,
    /// and consumes nothing until `resume`. Returns at once; the state becomes `paused` when it is done.
    public func pause() { update { $0.pause() } }

    /// Connects and consumes again.
    public func resume() { update { $0.resume() } }

    /// Cancels the consumer on the broker (`basic.cancel`). Deliveries that arrive before the broker confirms can still be
    /// taken and acknowledged; then `nextBatch` returns nil. The connection stays open for the acknowledgements until
    /// `close`.
    public func cancel() { update { $0.isCancelled = true } }

    /// Sends the requested acknowledgements, closes the connection in order, and ends the thread. Unacknowledged deliveries
    /// return to the queue.
    ///
    /// - Parameter timeout: the time limit; after it the socket is shut down.
    public func close(timeout: Duration = .seconds(5)) {
        let deadline = Deadline.after(timeout)
        update { mailbox in
            if mailbox.closesBy == nil { mailbox.closesBy = deadline }
            if !mailbox.isStarted {
                mailbox.hasEnded = true
                mailbox.state = .closed
            }
            // A connection that is not open yet needs no orderly close.
            if case .connecting = mailbox.state { mailbox.socketGuard?.shutDown(.stopped) }
        }
        if mailbox.wait(until: deadline, for: { $0.hasEnded ? true : nil }) == nil {
            mailbox.withLock { $0.socketGuard?.shutDown(.stopped) }
        }
    }

    public var state: ConnectionState { mailbox.withLock { $0.state } }

    /// The number of deliveries that were not taken yet.
    package var waiting: Int { mailbox.withLock { $0.waiting } }

    private func settle(_ tag: DeliveryTag, _ settlement: ConsumerMailbox.Settlement) {
        if mailbox.withLock({ $0.settle(tag.generation, settlement) }) { eventFD.signal() }
    }

    /// Changes the mailbox and wakes the consumer's thread.
    private func update(_ change: (inout ConsumerMailbox) -> Void) {
        mailbox.change { mailbox in
            change(&mailbox)
            mailbox.isAsleep = false
        }
        eventFD.signal()
    }
}
