import CRabbitMQ
import Logging
import Threads

/// The main loop of a publisher's thread: connect, publish, reconnect.
struct PublisherLoop: Sendable {
    let configuration: ConnectionConfiguration
    let window: Int
    let topology: Topology?
    let logger: Logger
    let onSent: (@Sendable () -> Void)?
    let onOutcomes: @Sendable ([PublishOutcome]) -> Void
    let onStateChange: (@Sendable (ConnectionState) -> Void)?
    let mailbox: Monitor<PublisherMailbox>
    let eventFD: EventFD

    /// Runs until the publisher is closed.
    func run() {
        var reconnection = Reconnection(configuration.reconnect, logger: logger)
        var unconfirmed = UnconfirmedMessages(window: window)
        var notBefore = Deadline.now
        while mailbox.withLock({ $0.closesBy == nil }) {
            guard notBefore.hasPassed else {
                eventFD.wait(until: notBefore)
                continue
            }
            do {
                set(reconnection.state)
                try publish(&unconfirmed, &reconnection)
            } catch {
                if mailbox.withLock({ $0.closesBy == nil }) { notBefore = reconnection.failed(error) }
            }
            mailbox.withLock { $0.socketGuard = nil }
        }
        // Set the state first, so that a thread that waits for the end sees the closed state.
        set(.closed)
        mailbox.change { $0.hasEnded = true }
    }

    /// Runs one connection, until it is lost or no longer needed.
    private func publish(
        _ unconfirmed: inout UnconfirmedMessages,
        _ reconnection: inout Reconnection
    ) throws(RabbitMQError) {
        var connection = try Connection.open(configuration, socketGuard: makeSocketGuard)
        if let topology, let refusal = try connection.declare(topology) {
            reconnection.declaredEarlierTopology(refusal)
        }
        try connection.call("enabling publisher confirms") {
            amqp_confirm_select(connection.state, FrameAssembler.channel)
        }
        reconnection.connected(to: connection.address)
        var session = PublisherSession(
            mailbox: mailbox,
            eventFD: eventFD,
            onSent: onSent,
            onOutcomes: onOutcomes,
            setState: set,
            frameLimit: connection.frameLimit,
            confirmTimeout: configuration.confirmTimeout
        )
        try session.run(&connection, &unconfirmed, &reconnection)
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
