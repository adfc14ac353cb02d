import CRabbitMQ
import Glibc

/// The turns of a publisher's thread while its connection lasts: take messages, send some, read what the
/// broker says of them, tell the caller, sleep.
struct PublisherSession {
    /// How much is sent before the broker's answers get their turn again.
    private static let chunkMessages = 64
    private static let chunkBytes = 64 * 1024

    let mailbox: Monitor<PublisherMailbox>
    let wakeUp: WakeUp
    let onSent: (@Sendable () -> Void)?
    let onOutcomes: @Sendable ([PublishOutcome]) -> Void
    let setState: (ConnectionState) -> Void
    /// Messages on their way to the socket.
    private let frames: FrameBuffer
    let confirmTimeout: Duration
    /// By when the broker must have confirmed something, while it owes confirms.
    private var answerBy: Deadline?
    /// From when on a refusal ends the connection; nil before the first one.
    private var refusalsEndAt: Deadline?
    /// Since the last time that nothing was under way.
    private var wasRefused = false
    private var outcomes: [PublishOutcome] = []
    /// The bytes of the bodies that fail before they are sent.
    private var unsendableBytes = 0
    private var blockedReason: String?

    init(
        mailbox: Monitor<PublisherMailbox>,
        wakeUp: WakeUp,
        onSent: (@Sendable () -> Void)? = nil,
        onOutcomes: @escaping @Sendable ([PublishOutcome]) -> Void,
        setState: @escaping (ConnectionState) -> Void,
        frameLimit: Int,
        confirmTimeout: Duration
    ) {
        self.mailbox = mailbox
        self.wakeUp = wakeUp
        self.onSent = onSent
        self.onOutcomes = onOutcomes
        self.setState = setState
        frames = FrameBuffer(frameLimit: frameLimit)
        self.confirmTimeout = confirmTimeout
    }

    /// Runs until the publisher is closed.
    ///
    /// - Throws: what ended the connection; what has no outcome by then stays in `unconfirmed`.
    mutating func run(
        _ connection: inout Connection,
        _ unconfirmed: inout UnconfirmedMessages,
        _ reconnection: inout Reconnection
    ) throws(RabbitMQError) {
        defer { report(&unconfirmed) }
        do {
            try takeTurns(&connection, &unconfirmed, &reconnection)
        } catch {
            let failures = unconfirmed.noteLoss(error)
            if !failures.isEmpty { reconnection.endedOverMessage() }
            outcomes += failures
            throw error
        }
    }

    private mutating func takeTurns(
        _ connection: inout Connection,
        _ unconfirmed: inout UnconfirmedMessages,
        _ reconnection: inout Reconnection
    ) throws(RabbitMQError) {
        outcomes = unconfirmed.rewind(frameLimit: frames.frameLimit)
        var isIdle = false
        showState(unconfirmed, reconnection)
        while true {
            report(&unconfirmed)
            let (closesBy, maySleep) = takeMessages(into: &unconfirmed, maySleep: isIdle)
            if let deadline = closesBy, unconfirmed.isEmpty || deadline.hasPassed || blockedReason != nil {
                connection.close(until: deadline, wakeUp: wakeUp)
                return
            }
            let maySend = unconfirmed.maySend && blockedReason == nil
            if maySleep && !connection.hasBufferedInput {
                var until = Deadline.after(connection.longestSleep)
                // While something has no outcome, the end of the trial changes nothing.
                if unconfirmed.isEmpty, let trial = reconnection.onTrialUntil { until = min(until, trial) }
                if let closesBy { until = min(until, closesBy) }
                if let answerBy { until = min(until, answerBy) }
                wakeUp.wait(socket: connection.socket, forWriting: maySend, until: until)
            }
            // Read before sending: librabbitmq blocks in a send when it has read nothing for too long.
            let progress = try readBurst(&connection, &unconfirmed)
            if let trial = reconnection.onTrialUntil, progress || unconfirmed.isEmpty && trial.hasPassed {
                reconnection.succeeded()
                showState(unconfirmed, reconnection)
            }
            let sent = maySend && blockedReason == nil ? try sendChunk(connection, &unconfirmed) : 0
            if sent > 0 { onSent?() }
            if progress { outcomes += unconfirmed.failPassedOver(for: confirmTimeout) }
            try demandAnswer(&unconfirmed, progress: progress)
            try renewIfRefused(unconfirmed)
            isIdle = sent == 0 && outcomes.isEmpty && !progress
        }
    }

    /// - Throws: `timedOut` when the broker owes confirms, does not block, and has confirmed nothing for too long.
    private mutating func demandAnswer(
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
            // Sent again, it would only hold up the rest again.
            outcomes += unconfirmed.failPassedOver(for: .zero)
            throw RabbitMQError(.timedOut, "The broker has confirmed nothing for \(confirmTimeout).")
        }
    }

    /// - Throws: `timedOut` when messages have been refused on this connection for long, and nothing is under way on it.
    private mutating func renewIfRefused(_ unconfirmed: borrowing UnconfirmedMessages) throws(RabbitMQError) {
        guard wasRefused else { return }
        wasRefused = !unconfirmed.isEmpty
        let end = refusalsEndAt ?? .after(confirmTimeout)
        refusalsEndAt = end
        guard end.hasPassed && unconfirmed.isEmpty else { return }
        throw RabbitMQError(
            .timedOut,
            "The broker has refused messages for \(confirmTimeout): another connection is tried."
        )
    }

    /// Takes what was handed over: one lock a turn.
    private mutating func takeMessages(
        into unconfirmed: inout UnconfirmedMessages,
        maySleep: Bool
    ) -> (closesBy: Deadline?, maySleep: Bool) {
        let (messages, closesBy, maySleep) = mailbox.withLock { box in
            let messages = box.takeMessages()
            box.isAsleep = maySleep && messages.isEmpty
            return (messages, box.closesBy, box.isAsleep)
        }
        for message in messages {
            if let obstacle = message.obstacle(frameLimit: frames.frameLimit) {
                outcomes.append(.failed(token: message.token, obstacle))
                unsendableBytes += message.body.count
            } else {
                unconfirmed.append(message)
            }
        }
        return (closesBy, maySleep)
    }

    /// Sends some messages, as far as the socket takes them.
    ///
    /// - Returns: how many.
    private func sendChunk(
        _ connection: borrowing Connection,
        _ unconfirmed: inout UnconfirmedMessages
    ) throws(RabbitMQError) -> Int {
        guard connection.isWritable else { return 0 }
        Watchdog.shared.arm(connection.lifeline, until: .after(connection.callTimeout))
        defer { Watchdog.shared.disarm(connection.lifeline) }
        var (messages, bytes) = (0, 0)
        let now = Deadline.now
        while unconfirmed.maySend && messages < Self.chunkMessages && bytes < Self.chunkBytes {
            try unconfirmed.sendNext(at: now) { message throws(RabbitMQError) in
                bytes += message.body.count
                try connection.publish(message, frames)
            }
            messages += 1
        }
        try connection.flush(frames)
        return messages
    }

    /// Reads what is there.
    ///
    /// - Returns: whether the broker has settled anything.
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
                unconfirmed.noteReturn(message)
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

    /// Tells the caller what became of messages.
    private mutating func report(_ unconfirmed: inout UnconfirmedMessages) {
        if outcomes.isEmpty { return }
        let count = outcomes.count
        onOutcomes(outcomes)
        outcomes.removeAll(keepingCapacity: true)
        // Only now: when `drain` returns, the callback has seen everything.
        let bytes = unconfirmed.takeSettledBytes() + unsendableBytes
        unsendableBytes = 0
        mailbox.change { $0.settled(count, bytes: bytes) }
    }

    /// A connection after a failure counts only once something was confirmed on it: so a missing exchange
    /// does not look well for a moment at each attempt.
    private func showState(_ unconfirmed: UnconfirmedMessages, _ reconnection: Reconnection) {
        if blockedReason != nil { return }
        setState(reconnection.lastError != nil && !unconfirmed.isEmpty ? reconnection.state : .connected)
    }
}
