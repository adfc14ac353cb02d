import CRabbitMQ
import Logging

/// The turns of a consumer's thread while its connection lasts: tell the broker what was settled, read
/// what it sends, hand it over, sleep.
struct Consumption {
    static let consumerTag = "terminus"
    /// How many deliveries are read before settlements get their turn again.
    private static let burstLimit = 512
    /// From how many deliveries on that nobody has taken yet the socket is left alone for a nap, while more come: to be
    /// woken for each packet costs more than to read it.
    private static let plenty = 64
    private static let nap = Duration.milliseconds(1)

    let mailbox: Monitor<ConsumerMailbox>
    let wakeUp: WakeUp
    let logger: Logger
    let onSettled: (@Sendable () -> Void)?
    private var unsettled = UnsettledDeliveries()
    private var burst: [Delivery] = []
    private var hasSentCancel = false
    private var isDrained = false

    init(
        mailbox: Monitor<ConsumerMailbox>,
        wakeUp: WakeUp,
        logger: Logger,
        onSettled: (@Sendable () -> Void)? = nil
    ) {
        self.mailbox = mailbox
        self.wakeUp = wakeUp
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

    /// Runs until the consumer is closed or paused.
    ///
    /// - Throws: what ended the connection.
    mutating func run(_ connection: inout Connection, _ reconnection: inout Reconnection) throws(RabbitMQError) {
        var isIdle = false
        // Whether the broker has just sent something: more is likely under way.
        var isFlowing = false
        while true {
            let orders = handOver(maySleep: isIdle)
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
            if orders.maySleep && !connection.hasBufferedInput {
                let longest = Deadline.after(connection.longestSleep)
                if isFlowing, orders.waiting >= Self.plenty {
                    wakeUp.wait(until: .after(Self.nap))
                } else {
                    wakeUp.wait(socket: connection.socket, until: min(longest, reconnection.onTrialUntil ?? .never))
                }
            }
            reconnection.endTrialIfOver()
            isIdle = try readBurst(&connection)
            isFlowing = !burst.isEmpty
        }
    }

    /// Gives what was read to the callers and takes their orders: one lock a turn.
    private mutating func handOver(maySleep: Bool) -> Orders {
        let isDrained = isDrained
        func exchange(_ box: inout ConsumerMailbox, _ burst: inout [Delivery]) -> Orders {
            if !burst.isEmpty { box.append(&burst) }
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

    /// Reads what is there, up to the limit of a turn.
    ///
    /// - Returns: whether all was read.
    private mutating func readBurst(_ connection: inout Connection) throws(RabbitMQError) -> Bool {
        while burst.count < Self.burstLimit {
            guard let inbound = try connection.receive() else { return true }
            switch inbound {
            case .delivered(let delivery):
                unsettled.delivered(delivery.tag.number)
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
        return false
    }
}
