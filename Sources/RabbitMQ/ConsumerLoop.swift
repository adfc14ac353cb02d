import CRabbitMQ
import Logging

/// What a consumer's thread does: connect, consume, connect again.
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
    let wakeUp: WakeUp

    /// What to do next, when there is no connection.
    private enum Plan {
        case connect(generation: UInt64)
        case wait
        case end
    }

    /// Runs until the consumer is closed, or cancelled and without a connection.
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
                wakeUp.wait(until: notBefore.hasPassed ? .never : notBefore)
            case .connect(let next):
                generation = next
                set(reconnection.state)
                do {
                    try consume(generation, &reconnection)
                } catch {
                    if mailbox.withLock({ $0.closesBy == nil }) { notBefore = reconnection.failed(error) }
                }
                // The broker takes back what was out on that connection.
                mailbox.change { box in
                    box.begin(0)
                    box.lifeline = nil
                }
                set(mailbox.withLock { $0.isPaused } ? .paused : reconnection.state)
            }
        }
    }

    private func plan(_ generation: UInt64, _ notBefore: Deadline) -> Plan {
        let (plan, isPaused): (Plan, Bool) = mailbox.withLock { box in
            if box.closesBy != nil || box.isCancelled { return (.end, false) }
            if box.isPaused { return (.wait, true) }
            return (notBefore.hasPassed ? .connect(generation: generation) : .wait, false)
        }
        if isPaused { set(.paused) }
        return plan
    }

    private func end() {
        // The state first: whoever waits for the end finds it closed.
        set(.closed)
        mailbox.change { box in
            box.begin(0)
            box.hasEnded = true
        }
    }

    /// One connection, from its opening until it is lost or no longer wanted.
    private func consume(_ generation: UInt64, _ reconnection: inout Reconnection) throws(RabbitMQError) {
        var connection = try Connection.open(configuration, lifeline: newLifeline, generation: generation)
        connection.assembler.bodyLimit = bodyLimit
        if let topology, let refusal = try connection.declare(topology) {
            reconnection.tookEarlierTopology(refusal)
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
        let isWanted = mailbox.withLock { box in
            if box.isPaused { return false }
            box.begin(generation)
            return true
        }
        if !isWanted { return }
        reconnection.connected(to: connection.address)
        set(.connected)
        var consumption = ConsumerSession(
            mailbox: mailbox,
            wakeUp: wakeUp,
            byteLimit: byteLimit,
            logger: logger,
            onSettled: onSettled
        )
        try consumption.run(&connection, &reconnection)
    }

    private func newLifeline() -> SocketGuard {
        let lifeline = SocketGuard()
        mailbox.withLock { box in
            box.lifeline = lifeline
            if box.closesBy != nil { lifeline.cut(.stopped) }
        }
        return lifeline
    }

    private func set(_ state: ConnectionState) {
        let isNew = mailbox.withLock { box in
            defer { box.state = state }
            return box.state != state
        }
        if isNew { onStateChange?(state) }
    }
}
