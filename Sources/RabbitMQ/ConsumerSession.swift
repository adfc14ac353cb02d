import CRabbitMQ
import Logging

/// The turns of a consumer's thread while its connection lasts: tell the broker what was settled, read
/// what it sends, hand it over, sleep.
struct ConsumerSession {
    static let consumerTag = "terminus"
    /// How many deliveries are read before settlements get their turn again.
    private static let burstLimit = 512
    /// From how many deliveries on that nobody has taken yet the socket is left alone for a nap, while more come: to be
    /// woken for each packet costs more than to read it.
    private static let plenty = 64
    private static let nap = Duration.milliseconds(1)

    let mailbox: Monitor<ConsumerMailbox>
    let wakeUp: WakeUp
    /// About how many bytes of memory unsettled deliveries may take before no further one is read.
    let byteLimit: Int
    let logger: Logger
    let onSettled: (@Sendable () -> Void)?
    private var unsettled = UnsettledDeliveries()
    private var burst: [Delivery] = []
    private var burstBytes = 0
    /// When the next heartbeat must be sent by the thread itself, because it does not read.
    private var heartbeatDue: Deadline?
    /// The broker has closed its end. What the kernel still holds is read whatever the limit: it is little, and says why.
    private var hasHungUp = false
    private var hasSentCancel = false
    private var isDrained = false

    init(
        mailbox: Monitor<ConsumerMailbox>,
        wakeUp: WakeUp,
        byteLimit: Int = Consumer.defaultByteLimit,
        logger: Logger,
        onSettled: (@Sendable () -> Void)? = nil
    ) {
        self.mailbox = mailbox
        self.wakeUp = wakeUp
        self.byteLimit = byteLimit
        self.logger = logger
        self.onSettled = onSettled
    }

    /// What the callers want of this turn.
    private struct Orders {
        var settlements: [ConsumerMailbox.Settlement]
        var closesBy: Deadline?
        var mustGiveBack: Bool
        var isCancelled: Bool
        var maySleep: Bool
        /// How many deliveries nobody has taken yet.
        var waiting: Int
    }

    /// What is known of the socket after a turn's reading.
    private enum Reading {
        /// More is there, or may be.
        case unfinished
        /// All was read.
        case finished
        /// As much is unsettled as may be: nothing is read.
        case heldBack
    }

    /// Runs until the consumer is closed or paused.
    ///
    /// - Throws: what ended the connection.
    mutating func run(_ connection: inout Connection, _ reconnection: inout Reconnection) throws(RabbitMQError) {
        var reading = Reading.unfinished
        // Whether the broker has just sent something: more is likely under way.
        var isFlowing = false
        while true {
            let orders = handOver(maySleep: reading != .unfinished)
            if !orders.settlements.isEmpty {
                try settle(orders.settlements, connection)
                onSettled?()
                reconnection.succeeded()
            }
            if let deadline = orders.closesBy {
                connection.close(until: deadline, wakeUp: wakeUp)
                return
            }
            if orders.mustGiveBack {
                connection.close(until: .after(.seconds(1)), wakeUp: wakeUp)
                return
            }
            if orders.isCancelled && !hasSentCancel { try cancel(connection) }
            if orders.maySleep && reading == .heldBack {
                try waitWithoutReading(connection)
            } else if orders.maySleep && !connection.hasBufferedInput {
                let longest = Deadline.after(connection.longestSleep)
                if isFlowing, orders.waiting >= Self.plenty {
                    wakeUp.wait(until: .after(Self.nap))
                } else {
                    wakeUp.wait(socket: connection.socket, until: min(longest, reconnection.onTrialUntil ?? .never))
                }
            }
            reconnection.endTrialIfOver()
            reading = try readBurst(&connection)
            if reading != .heldBack { heartbeatDue = nil }
            isFlowing = !burst.isEmpty
        }
    }

    /// Gives what was read to the callers and takes their orders: one lock a turn.
    private mutating func handOver(maySleep: Bool) -> Orders {
        let (isDrained, burstBytes) = (isDrained, burstBytes)
        defer { self.burstBytes = 0 }
        func exchange(_ box: inout ConsumerMailbox, _ burst: inout [Delivery]) -> Orders {
            if !burst.isEmpty { box.append(&burst, bytes: burstBytes) }
            box.isDrained = isDrained
            let settlements = box.takeSettlements()
            let hasOrders =
                !settlements.isEmpty || box.closesBy != nil || box.mustGiveBack || (box.isCancelled && !hasSentCancel)
            box.isAsleep = maySleep && !hasOrders
            return Orders(
                settlements: settlements,
                closesBy: box.closesBy,
                mustGiveBack: box.mustGiveBack,
                isCancelled: box.isCancelled,
                maySleep: box.isAsleep,
                waiting: box.waiting
            )
        }
        if burst.isEmpty && !isDrained { return mailbox.withLock { exchange(&$0, &burst) } }
        return mailbox.change { exchange(&$0, &burst) }
    }

    private mutating func settle(
        _ settlements: [ConsumerMailbox.Settlement],
        _ connection: borrowing Connection
    ) throws(RabbitMQError) {
        Watchdog.shared.arm(connection.lifeline, until: .after(connection.callTimeout))
        defer { Watchdog.shared.disarm(connection.lifeline) }
        for settlement in settlements {
            var status = AMQP_STATUS_OK.rawValue
            switch settlement {
            case .acknowledge(let tag):
                if let named = unsettled.settle(through: tag) {
                    status = amqp_basic_ack(connection.state, FrameAssembler.channel, named, 1)
                }
            case .reject(let tag, let requeue):
                if unsettled.settle(tag) {
                    status = amqp_basic_reject(connection.state, FrameAssembler.channel, tag, requeue ? 1 : 0)
                }
            }
            if status != AMQP_STATUS_OK.rawValue { throw connection.failure(status, during: "acknowledging") }
        }
    }

    /// As a frame, not as librabbitmq's RPC: deliveries are under way, and the answer comes among them.
    private mutating func cancel(_ connection: borrowing Connection) throws(RabbitMQError) {
        hasSentCancel = true
        var cancel = amqp_basic_cancel_t(consumer_tag: connection.arena.bytes(Self.consumerTag), nowait: 0)
        try connection.guarded { () throws(RabbitMQError) in try connection.send(AMQP_BASIC_CANCEL_METHOD, &cancel) }
        connection.arena.reset()
    }

    /// Sleeps until something is settled or asked for, or the broker ends the connection, and sends the heartbeats that
    /// librabbitmq would send while it reads.
    private mutating func waitWithoutReading(_ connection: borrowing Connection) throws(RabbitMQError) {
        let due = heartbeatDue ?? .after(connection.longestSleep)
        heartbeatDue = due
        if wakeUp.wait(untilHangUpOf: connection.socket, or: due) { hasHungUp = true }
        guard due.hasPassed else { return }
        try connection.guarded { () throws(RabbitMQError) in try connection.sendHeartbeat() }
        heartbeatDue = .after(connection.longestSleep)
    }

    /// Reads what is there, up to the limit of a turn, and as long as less is unsettled than may be.
    private mutating func readBurst(_ connection: inout Connection) throws(RabbitMQError) -> Reading {
        while burst.count < Self.burstLimit {
            if unsettled.bytes >= byteLimit && !hasHungUp { return .heldBack }
            guard let inbound = try connection.receive() else { return .finished }
            switch inbound {
            case .delivered(let delivery):
                let bytes = delivery.footprint
                unsettled.delivered(delivery.tag.number, bytes: bytes)
                burstBytes += bytes
                burst.append(delivery)
            case .cancelOK:
                isDrained = true
            case .cancelledByBroker:
                if hasSentCancel {
                    isDrained = true
                } else {
                    throw RabbitMQError(
                        .consumerCancelled,
                        "The broker cancelled the consumer: the queue is gone or moves."
                    )
                }
            case .blocked(let reason):
                logger.warning("The broker blocks publishing connections", metadata: [LogKey.reason: "\(reason)"])
            case .acknowledged, .refused, .returned, .unblocked, .channelCloseOK, .connectionCloseOK, .other:
                break
            }
        }
        return .unfinished
    }
}
