import CRabbitMQ
import Logging

/// What a publisher's thread does: connect, publish, connect again.
struct PublisherLoop: Sendable {
    let configuration: ConnectionConfiguration
    let window: Int
    let topology: Topology?
    let logger: Logger
    let onSent: (@Sendable () -> Void)?
    let onOutcomes: @Sendable ([PublishOutcome]) -> Void
    let onStateChange: (@Sendable (ConnectionState) -> Void)?
    let mailbox: Monitor<PublisherMailbox>
    let wakeUp: WakeUp

    /// Runs until the publisher is closed.
    func run() {
        var reconnection = Reconnection(configuration.reconnect, logger: logger)
        var unconfirmed = UnconfirmedMessages(window: window)
        var notBefore = Deadline.now
        while mailbox.withLock({ $0.closesBy == nil }) {
            guard notBefore.hasPassed else {
                wakeUp.wait(until: notBefore)
                continue
            }
            do {
                set(reconnection.state)
                try publish(&unconfirmed, &reconnection)
            } catch {
                if mailbox.withLock({ $0.closesBy == nil }) { notBefore = reconnection.failed(error) }
            }
            mailbox.withLock { $0.lifeline = nil }
        }
        // The state first: whoever waits for the end finds it closed.
        set(.closed)
        mailbox.change { $0.hasEnded = true }
    }

    /// One connection, from its opening until it is lost or no longer wanted.
    private func publish(
        _ unconfirmed: inout UnconfirmedMessages,
        _ reconnection: inout Reconnection
    ) throws(RabbitMQError) {
        var connection = try Connection.open(configuration, lifeline: newLifeline)
        if let topology, let refusal = try connection.declare(topology) {
            reconnection.tookEarlierTopology(refusal)
        }
        try connection.call("asking for confirms") {
            amqp_confirm_select(connection.state, FrameAssembler.channel)
        }
        reconnection.connected(to: connection.address)
        var publication = PublisherSession(
            mailbox: mailbox,
            wakeUp: wakeUp,
            onSent: onSent,
            onOutcomes: onOutcomes,
            setState: set,
            frameLimit: connection.frameLimit,
            confirmTimeout: configuration.confirmTimeout
        )
        try publication.run(&connection, &unconfirmed, &reconnection)
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
