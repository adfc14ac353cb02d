import CRabbitMQ
import Glibc
import Threads

/// The loop of a publisher's thread while its connection lasts: take messages, send some, read the broker's answers,
/// report outcomes to the caller, sleep.
struct PublisherSession {
    /// How much is sent before the broker's answers are read again.
    private static let chunkMessages = 64
    private static let chunkBytes = 64 * 1024

    let mailbox: Monitor<PublisherMailbox>
    let eventFD: EventFD
    let onSent: (@Sendable () -> Void)?
    let onOutcomes: @Sendable ([PublishOutcome]) -> Void
    let setState: (ConnectionState) -> Void
    /// Encoded messages that were not sent yet.
    private let buffer: SendBuffer
    let confirmTimeout: Duration
    /// The deadline for the next confirm, while confirms are outstanding.
    private var answerBy: Deadline?
    /// After this time a refusal ends the connection; nil before the first refusal.
    private var refusalsEndAt: Deadline?
    /// Whether the broker has refused a message since no message was in flight last.
    private var wasRefused = false
    private var outcomes: [PublishOutcome] = []
    /// The size of the bodies of messages that fail before they are sent.
    private var unsendableBytes = 0
    private var blockedReason: String?

    init(
        mailbox: Monitor<PublisherMailbox>,
        eventFD: EventFD,
        onSent: (@Sendable () -> Void)? = nil,
        onOutcomes: @escaping @Sendable ([PublishOutcome]) -> Void,
        setState: @escaping (ConnectionState) -> Void,
        frameLimit: Int,
        confirmTimeout: Duration
    ) {
        self.mailbox = mailbox
        self.eventFD = eventFD
        self.onSent = onSent
        self.onOutcomes = onOutcomes
        self.setState = setState
        buffer = SendBuffer(frameLimit: frameLimit)
        self.confirmTimeout = confirmTimeout
    }

    /// Runs until the publisher is closed.
    ///
    /// - Throws: the error that ended the connection. Messages without an outcome stay in `unconfirmed`.
    mutating func run(
        _ connection: inout Connection,
        _ unconfirmed: inout UnconfirmedMessages,
        _ reconnection: inout Reconnection
    ) throws(RabbitMQError) {
        defer { report(&unconfirmed) }
        do {
            try runLoop(&connection, &unconfirmed, &reconnection)
        } catch {
            let failures = unconfirmed.connectionLost(error)
            if !failures.isEmpty { reconnection.endedBecauseOfMessage() }
            outcomes += failures
            throw error
        }
    }

    private mutating func runLoop(
        _ connection: inout Connection,
        _ unconfirmed: inout UnconfirmedMessages,
        _ reconnection: inout Reconnection
    ) throws(RabbitMQError) {
        outcomes = unconfirmed.rewind(frameLimit: buffer.frameLimit)
        var isIdle = false
        updateState(unconfirmed, reconnection)
        while true {
            report(&unconfirmed)
            let (closesBy, maySleep) = receiveMessages(into: &unconfirmed, maySleep: isIdle)
            if let deadline = closesBy, unconfirmed.isEmpty || deadline.hasPassed || blockedReason != nil {
                connection.close(until: deadline, eventFD: eventFD)
                return
            }
            let maySend = unconfirmed.maySend && blockedReason == nil
            if maySleep && !connection.hasBufferedInput {
                var until = Deadline.after(connection.longestSleep)
                // While a message has no outcome, the end of the probation changes nothing.
                if unconfirmed.isEmpty, let probation = reconnection.probationEnd { until = min(until, probation) }
                if let closesBy { until = min(until, closesBy) }
                if let answerBy { until = min(until, answerBy) }
                eventFD.wait(socket: connection.socket, forWriting: maySend, until: until)
            }
            // Read before sending: librabbitmq blocks in a send if it has read nothing for too long.
            let progress = try readBurst(&connection, &unconfirmed)
            if let probation = reconnection.probationEnd, progress || unconfirmed.isEmpty && probation.hasPassed {
                reconnection.succeeded()
                updateState(unconfirmed, reconnection)
            }
            let sent = maySend && blockedReason == nil ? try sendChunk(connection, &unconfirmed) : 0
            if sent > 0 { onSent?() }
            if progress { outcomes += unconfirmed.failPassedOver(for: confirmTimeout) }
            try checkConfirmTimeout(&unconfirmed, progress: progress)
            try reconnectIfRefused(unconfirmed)
            isIdle = sent == 0 && outcomes.isEmpty && !progress
        }
    }

    /// - Throws: `timedOut` if confirms are outstanding, the broker does not block the connection, and it has confirmed
    ///   nothing for the confirm timeout.
    private mutating func checkConfirmTimeout(
        _ unconfirmed: inout UnconfirmedMessages,
        progress: Bool
    ) throws(RabbitMQError) {
        guard unconfirmed.hasSent && blockedReason == nil else {
            answerBy = nil
            return
        }
        guard !progress, let deadline = answerBy else {
            answerBy = .after(confirmTimeout)
            return
        }
        if deadline.hasPassed {
            // Sending it again would only delay the other messages again.
            outcomes += unconfirmed.failPassedOver(for: .zero)
            throw RabbitMQError(.timedOut, "The broker has confirmed nothing for \(confirmTimeout).")
        }
    }

    /// - Throws: `timedOut` if messages have been refused on this connection for the confirm timeout and none is in flight.
    private mutating func reconnectIfRefused(_ unconfirmed: borrowing UnconfirmedMessages) throws(RabbitMQError) {
        guard wasRefused else { return }
        wasRefused = !unconfirmed.isEmpty
        let end = refusalsEndAt ?? .after(confirmTimeout)
        refusalsEndAt = end
        guard end.hasPassed && unconfirmed.isEmpty else { return }
        throw RabbitMQError(
            .timedOut,
            "The broker has refused messages for \(confirmTimeout). A new connection is tried."
        )
    }

    /// Takes new messages from the mailbox. Locks once per iteration.
    private mutating func receiveMessages(
        into unconfirmed: inout UnconfirmedMessages,
        maySleep: Bool
    ) -> (closesBy: Deadline?, maySleep: Bool) {
        let (messages, closesBy, maySleep) = mailbox.withLock { mailbox in
            let messages = mailbox.dequeueMessages()
            mailbox.isAsleep = maySleep && messages.isEmpty
            return (messages, mailbox.closesBy, mailbox.isAsleep)
        }
        for message in messages {
            if let encodingError = message.encodingError(frameLimit: buffer.frameLimit) {
                outcomes.append(.failed(token: message.token, encodingError))
                unsendableBytes += message.body.count
            } else {
                unconfirmed.append(message)
            }
        }
        return (closesBy, maySleep)
    }

    /// Sends a chunk of messages if the socket accepts data.
    ///
    /// - Returns: the number of sent messages.
    private func sendChunk(
        _ connection: borrowing Connection,
        _ unconfirmed: inout UnconfirmedMessages
    ) throws(RabbitMQError) -> Int {
        guard connection.isWritable else { return 0 }
        Watchdog.shared.arm(connection.socketGuard, until: .after(connection.callTimeout))
        defer { Watchdog.shared.disarm(connection.socketGuard) }
        var (messages, bytes) = (0, 0)
        let now = Deadline.now
        while unconfirmed.maySend && messages < Self.chunkMessages && bytes < Self.chunkBytes {
            try unconfirmed.sendNext(at: now) { message throws(RabbitMQError) in
                bytes += message.body.count
                try connection.publish(message, buffer)
            }
            messages += 1
        }
        try connection.flush(buffer)
        return messages
    }

    /// Reads the available answers.
    ///
    /// - Returns: whether the broker has confirmed or refused a message.
    private mutating func readBurst(
        _ connection: inout Connection,
        _ unconfirmed: inout UnconfirmedMessages
    ) throws(RabbitMQError) -> Bool {
        var progress = false
        while let inbound = try connection.receive() {
            switch inbound {
            case .acknowledged(let tag, let multiple):
                try settle(tag, multiple, isAcknowledged: true, &unconfirmed)
                progress = true
            case .refused(let tag, let multiple):
                wasRefused = true
                try settle(tag, multiple, isAcknowledged: false, &unconfirmed)
                progress = true
            case .returned(let message):
                unconfirmed.recordReturn(message)
            case .blocked(let reason):
                blockedReason = reason
                setState(.blocked(reason: reason))
            case .unblocked:
                blockedReason = nil
                setState(.connected)
            case .delivered, .cancelOK, .cancelledByBroker, .channelCloseOK, .connectionCloseOK, .other:
                break
            }
        }
        return progress
    }

    private mutating func settle(
        _ tag: UInt64,
        _ multiple: Bool,
        isAcknowledged: Bool,
        _ unconfirmed: inout UnconfirmedMessages
    ) throws(RabbitMQError) {
        guard unconfirmed.settle(tag, multiple: multiple, isAcknowledged: isAcknowledged, into: &outcomes) else {
            throw RabbitMQError(.protocolViolation, "The broker confirmed a message that was never sent.")
        }
    }

    /// Reports outcomes to the caller.
    private mutating func report(_ unconfirmed: inout UnconfirmedMessages) {
        if outcomes.isEmpty { return }
        let count = outcomes.count
        onOutcomes(outcomes)
        outcomes.removeAll(keepingCapacity: true)
        // Update the mailbox last: when `drain` returns, the callback has received every outcome.
        let bytes = unconfirmed.takeSettledBytes() + unsendableBytes
        unsendableBytes = 0
        mailbox.change { $0.settled(count, bytes: bytes) }
    }

    /// After a failure the state becomes connected only once a message was confirmed. A missing exchange therefore does not
    /// look healthy for a moment at each attempt.
    private func updateState(_ unconfirmed: UnconfirmedMessages, _ reconnection: Reconnection) {
        if blockedReason != nil { return }
        setState(reconnection.lastError != nil && !unconfirmed.isEmpty ? reconnection.state : .connected)
    }
}
