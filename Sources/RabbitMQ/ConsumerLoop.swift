import CRabbitMQ
import Logging
import Threads

/// The main loop of a consumer's thread: connect, consume, reconnect.
struct ConsumerLoop: Sendable {
    let configuration: ConnectionConfiguration
    let queue: String
    let prefetch: UInt16
    let byteLimit: Int
    let bodyLimit: BodyLimit?
    let topology: Topology?
    let exclusive: Bool
    let logger: Logger
    let onSettled: (@Sendable () -> Void)?
    let onStateChange: (@Sendable (ConnectionState) -> Void)?
    let mailbox: Monitor<ConsumerMailbox>
    let eventFD: EventFD

    /// The next step while there is no connection.
    private enum Plan {
        case connect(generation: UInt64)
        case wait
        case end
    }

    /// Runs until the consumer is closed, or is cancelled while it has no connection.
    func run() {
        var reconnection = Reconnection(configuration.reconnect, logger: logger)
        var generation: UInt64 = 0
        var notBefore = Deadline.now
        while true {
            switch plan(generation + 1, notBefore) {
            case .end:
                end()
                return
            case .wait:
                eventFD.wait(until: notBefore.hasPassed ? .never : notBefore)
            case .connect(let next):
                generation = next
                set(reconnection.state)
                do {
                    try consume(generation, &reconnection)
                } catch {
                    if mailbox.withLock({ $0.closesBy == nil }) { notBefore = reconnection.failed(error) }
                }
                // Deliveries of that connection have returned to the queue.
                mailbox.change { mailbox in
                    mailbox.startGeneration(0)
                    mailbox.socketGuard = nil
                }
                set(mailbox.withLock { $0.isPaused } ? .paused : reconnection.state)
            }
        }
    }

    private func plan(_ generation: UInt64, _ notBefore: Deadline) -> Plan {
        let (plan, isPaused): (Plan, Bool) = mailbox.withLock { mailbox in
            if mailbox.closesBy != nil || mailbox.isCancelled { return (.end, false) }
            if mailbox.isPaused { return (.wait, true) }
            return (notBefore.hasPassed ? .connect(generation: generation) : .wait, false)
        }
        if isPaused { set(.paused) }
        return plan
    }

    private func end() {
        // Set the state first, so that a thread that waits for the end sees the closed state.
        set(.closed)
        mailbox.change { mailbox in
            mailbox.startGeneration(0)
            mailbox.hasEnded = true
        }
    }

    /// Runs one connection, until it is lost or no longer needed.
    private func consume(_ generation: UInt64, _ reconnection: inout Reconnection) throws(RabbitMQError) {
        var connection = try Connection.open(configuration, socketGuard: makeSocketGuard, generation: generation)
        connection.assembler.bodyLimit = bodyLimit
        if let topology, let refusal = try connection.declare(topology) {
            reconnection.declaredEarlierTopology(refusal)
        }
        let (queue, prefetch, exclusive) = (queue, prefetch, exclusive)
        try connection.call("setting the prefetch") {
            amqp_basic_qos(connection.state, FrameAssembler.channel, 0, prefetch, 0)
        }
        try connection.call("consuming the queue '\(queue)'", names: [queue]) {
            amqp_basic_consume(
                connection.state,
                FrameAssembler.channel,
                connection.arena.bytes(queue),
                connection.arena.bytes(ConsumerSession.consumerTag),
                0,
                0,
                exclusive ? 1 : 0,
                amqp_empty_table
            )
        }
        let isWanted = mailbox.withLock { mailbox in
            if mailbox.isPaused { return false }
            mailbox.startGeneration(generation)
            return true
        }
        if !isWanted { return }
        reconnection.connected(to: connection.address)
        set(.connected)
        var session = ConsumerSession(
            mailbox: mailbox,
            eventFD: eventFD,
            byteLimit: byteLimit,
            logger: logger,
            onSettled: onSettled
        )
        try session.run(&connection, &reconnection)
    }

    private func makeSocketGuard() -> SocketGuard {
        let socketGuard = SocketGuard()
        mailbox.withLock { mailbox in
            mailbox.socketGuard = socketGuard
            if mailbox.closesBy != nil { socketGuard.shutDown(.stopped) }
        }
        return socketGuard
    }

    private func set(_ state: ConnectionState) {
        let isNew = mailbox.withLock { mailbox in
            defer { mailbox.state = state }
            return mailbox.state != state
        }
        if isNew { onStateChange?(state) }
    }
}
