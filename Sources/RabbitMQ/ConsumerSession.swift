import CRabbitMQ
import LogKeys
import Logging
import Threads

/// The loop of a consumer's thread while its connection lasts: send settlements, read deliveries, pass them to the
/// callers, sleep.
struct ConsumerSession {
    static let consumerTag = "terminus"
    /// How many deliveries are read before settlements are sent again.
    private static let burstLimit = 512
    /// With this many untaken deliveries and more arriving, the thread naps instead of polling the socket: waking for each
    /// packet costs more than reading it.
    private static let napThreshold = 64
    private static let nap = Duration.milliseconds(1)

    let mailbox: Monitor<ConsumerMailbox>
    let eventFD: EventFD
    /// About how many bytes of memory unsettled deliveries may take before the thread stops reading.
    let byteLimit: Int
    let logger: Logger
    let onSettled: (@Sendable () -> Void)?
    private var unsettled = UnsettledDeliveries()
    private var burst: [Delivery] = []
    private var burstBytes = 0
    /// When the thread must send the next heartbeat itself, because it does not read.
    private var heartbeatDue: Deadline?
    /// The broker has closed its end. The rest of the kernel's buffer is read regardless of the limit: it is small, and
    /// contains the reason.
    private var hasHungUp = false
    private var hasSentCancel = false
    private var isDrained = false

    init(
        mailbox: Monitor<ConsumerMailbox>,
        eventFD: EventFD,
        byteLimit: Int = Consumer.defaultByteLimit,
        logger: Logger,
        onSettled: (@Sendable () -> Void)? = nil
    ) {
        self.mailbox = mailbox
        self.eventFD = eventFD
        self.byteLimit = byteLimit
        self.logger = logger
        self.onSettled = onSettled
    }

    /// The callers' requests for one iteration.
    private struct Requests {
        var settlements: [ConsumerMailbox.Settlement]
        var closesBy: Deadline?
        var mustReturnDeliveries: Bool
        var isCancelled: Bool
        var maySleep: Bool
        /// The number of deliveries that were not taken yet.
        var waiting: Int
    }

    /// The state of the socket after reading.
    private enum ReadResult {
        /// More data may be available.
        case unfinished
        /// Everything was read.
        case finished
        /// Unsettled deliveries have reached the byte limit, so nothing is read.
        case limitReached
    }

    /// Runs until the consumer is closed or paused.
    ///
    /// - Throws: the error that ended the connection.
    mutating func run(_ connection: inout Connection, _ reconnection: inout Reconnection) throws(RabbitMQError) {
        var readResult = ReadResult.unfinished
        // Whether the broker has just sent something, so that more is likely to follow.
        var isFlowing = false
        while true {
            let requests = exchangeWithCallers(maySleep: readResult != .unfinished)
            if !requests.settlements.isEmpty {
                try settle(requests.settlements, connection)
                onSettled?()
                reconnection.succeeded()
            }
            if let deadline = requests.closesBy {
                connection.close(until: deadline, eventFD: eventFD)
                return
            }
            if requests.mustReturnDeliveries {
                connection.close(until: .after(.seconds(1)), eventFD: eventFD)
                return
            }
            if requests.isCancelled && !hasSentCancel { try cancel(connection) }
            if requests.maySleep && readResult == .limitReached {
                try waitWithoutReading(connection)
            } else if requests.maySleep && !connection.hasBufferedInput {
                let longest = Deadline.after(connection.longestSleep)
                if isFlowing, requests.waiting >= Self.napThreshold {
                    eventFD.wait(until: .after(Self.nap))
                } else {
                    eventFD.wait(socket: connection.socket, until: min(longest, reconnection.probationEnd ?? .never))
                }
            }
            reconnection.endProbationIfOver()
            readResult = try readBurst(&connection)
            if readResult != .limitReached { heartbeatDue = nil }
            isFlowing = !burst.isEmpty
        }
    }

    /// Passes deliveries to the callers and takes their requests. Locks once per iteration.
    private mutating func exchangeWithCallers(maySleep: Bool) -> Requests {
        let (isDrained, burstBytes) = (isDrained, burstBytes)
        defer { self.burstBytes = 0 }
        func exchange(_ mailbox: inout ConsumerMailbox, _ burst: inout [Delivery]) -> Requests {
            if !burst.isEmpty { mailbox.append(&burst, bytes: burstBytes) }
            mailbox.isDrained = isDrained
            let settlements = mailbox.dequeueSettlements()
            let hasRequests =
                !settlements.isEmpty || mailbox.closesBy != nil || mailbox.mustReturnDeliveries
                || (mailbox.isCancelled && !hasSentCancel)
            mailbox.isAsleep = maySleep && !hasRequests
            return Requests(
                settlements: settlements,
                closesBy: mailbox.closesBy,
                mustReturnDeliveries: mailbox.mustReturnDeliveries,
                isCancelled: mailbox.isCancelled,
                maySleep: mailbox.isAsleep,
                waiting: mailbox.waiting
            )
        }
        if burst.isEmpty && !isDrained { return mailbox.withLock { exchange(&$0, &burst) } }
        return mailbox.change { exchange(&$0, &burst) }
    }

    private mutating func settle(
        _ settlements: [ConsumerMailbox.Settlement],
        _ connection: borrowing Connection
    ) throws(RabbitMQError) {
        Watchdog.shared.arm(connection.socketGuard, until: .after(connection.callTimeout))
        defer { Watchdog.shared.disarm(connection.socketGuard) }
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

    /// Sends `basic.cancel` as a frame instead of librabbitmq's RPC: deliveries are in flight, and the answer arrives among
    /// them.
    private mutating func cancel(_ connection: borrowing Connection) throws(RabbitMQError) {
        hasSentCancel = true
        var cancel = amqp_basic_cancel_t(consumer_tag: connection.arena.bytes(Self.consumerTag), nowait: 0)
        try connection.guarded { () throws(RabbitMQError) in try connection.send(AMQP_BASIC_CANCEL_METHOD, &cancel) }
        connection.arena.reset()
    }

    /// Sleeps until a caller settles or requests something, or the broker ends the connection. Sends the heartbeats that
    /// librabbitmq would send while reading.
    private mutating func waitWithoutReading(_ connection: borrowing Connection) throws(RabbitMQError) {
        let due = heartbeatDue ?? .after(connection.longestSleep)
        heartbeatDue = due
        if eventFD.wait(untilHangUpOf: connection.socket, or: due) { hasHungUp = true }
        guard due.hasPassed else { return }
        try connection.guarded { () throws(RabbitMQError) in try connection.sendHeartbeat() }
        heartbeatDue = .after(connection.longestSleep)
    }

    /// Reads available deliveries, up to the burst limit and the byte limit.
    private mutating func readBurst(_ connection: inout Connection) throws(RabbitMQError) -> ReadResult {
        while burst.count < Self.burstLimit {
            if unsettled.bytes >= byteLimit && !hasHungUp { return .limitReached }
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
                        "The broker cancelled the consumer: the queue was deleted, or its leader moved."
                    )
                }
            case .blocked(let reason):
                logger.log(.warning, "The broker blocks publishing connections", [.reason: "\(reason)"])
            case .acknowledged, .refused, .returned, .unblocked, .channelCloseOK, .connectionCloseOK, .other:
                break
            }
        }
        return .unfinished
    }
}
