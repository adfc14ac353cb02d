/// The messages that have no outcome yet, in the order in which they were handed over.
///
/// The first ones are sent, and numbered as the broker numbers them (RabbitMQ's publisher confirms: from
/// 1 on each channel); the others wait. After a lost connection all of them wait again.
///
/// The broker closes a channel, or the whole connection, over a single message, and does not say over which. Those that
/// were under way are suspects from then on: they are sent one at a time, in order, and the one that is alone under way
/// when it happens again is to blame. It has failed; all others go on.
struct UnconfirmedMessages {
    private struct Entry {
        /// Nil once it is settled, while an older one is not.
        var message: OutgoingMessage?
        /// Set by a `basic.return`: the acknowledgement that follows then means nothing.
        var returned: ReturnedMessage?
        /// How many connections broke without a word while it alone was under way.
        var losses = 0
        /// On the present connection.
        var sentAt = Deadline.never
    }

    /// After so many connections in turn that broke without a word, each before anything was settled on it, what was
    /// under way is suspected; and after so many more with one message alone under way that one is to blame. A broker
    /// that is killed, or a line that is cut, ends fewer; what ends more would end every further one.
    private static let losses = 5

    private var entries: Ring<Entry>
    private var sent = 0
    /// How many of the first entries are suspects.
    private var suspects = 0
    /// How many connections in turn were lost without a word before anything was settled.
    private var barrenLosses = 0
    private var hasSettled = false
    /// The bytes of the bodies that have got an outcome since they were asked for.
    private var settledBytes = 0
    /// The broker's number for the first entry, if it is sent.
    private var firstTag: UInt64 = 1
    /// The latest message that the broker has settled on this connection: what was sent before it, and is not settled, was
    /// passed over.
    private var latestSettled: (tag: UInt64, sentAt: Deadline)?
    /// Where the last returned message was found: the next one is most likely behind it.
    private var lastReturned: UInt64 = 0
    /// Returns without a message id, until an acknowledgement shows whose they are.
    private var anonymousReturns: [ReturnedMessage] = []

    init(window: Int) { entries = Ring(capacity: window) }

    var isEmpty: Bool { entries.isEmpty }
    /// Whether the next one may be sent: there is one, and no suspect is under way.
    var maySend: Bool { sent < entries.count && (suspects == 0 || sent == 0) }
    /// Whether the broker owes an outcome.
    var hasSent: Bool { sent > 0 }

    /// The bytes of the bodies that have got an outcome since the last call.
    mutating func takeSettledBytes() -> Int {
        defer { settledBytes = 0 }
        return settledBytes
    }

    mutating func append(_ message: OutgoingMessage) { entries.append(Entry(message: message)) }

    /// Lets `send` send the oldest unsent message, and counts it as sent whatever comes of it.
    ///
    /// - Parameter now: when it is sent; one reading of the clock serves a burst.
    mutating func sendNext(
        at now: Deadline = .now,
        _ send: (borrowing OutgoingMessage) throws(RabbitMQError) -> Void
    ) throws(RabbitMQError) {
        sent += 1
        entries[sent - 1].sentAt = now
        if let message = entries[sent - 1].message { try send(message) }
    }

    /// The connection has ended with this error while messages were under way.
    ///
    /// Call it once for each connection that was lost, and ``rewind(frameLimit:)`` before the next one sends.
    ///
    /// - Returns: the outcomes of those that are to blame.
    mutating func noteLoss(_ error: RabbitMQError) -> [PublishOutcome] {
        barrenLosses = hasSettled || sent == 0 || error.concernsMessage ? 0 : barrenLosses + 1
        hasSettled = false
        guard sent > 0 else { return [] }
        if error.code == .invalidMessage {
            // Ours: it was found while the last of them was being sent.
            return blame(sent - 1, error)
        }
        let underWay = (0..<sent).filter { entries[$0].message != nil }
        guard let first = underWay.first else { return [] }
        if error.concernsMessage {
            if underWay.count == 1 { return blame(first, error) }
            suspects = max(suspects, sent)
        } else if error.code != .timedOut && error.code != .stopped {
            if suspects > 0, underWay.count == 1 {
                entries[first].losses += 1
                if entries[first].losses >= Self.losses { return blame(first, error) }
            } else if barrenLosses >= Self.losses {
                suspects = max(suspects, sent)
            }
        }
        return []
    }

    /// Fails a message, and with it those that the same answer is sure to meet.
    private mutating func blame(_ offset: Int, _ error: RabbitMQError) -> [PublishOutcome] {
        guard let culprit = entries[offset].message else { return [] }
        var outcomes: [PublishOutcome] = []
        for other in 0..<entries.count {
            guard let message = entries[other].message else { continue }
            let isMeant =
                switch error.reach {
                case .message: other == offset
                case .routingKey: message.exchange == culprit.exchange && message.routingKey == culprit.routingKey
                case .exchange: message.exchange == culprit.exchange
                }
            guard isMeant, let message = takeMessage(at: other) else { continue }
            outcomes.append(.failed(token: message.token, error))
        }
        return outcomes
    }

    /// Takes a message that has its outcome, and counts its bytes; nil where it had one before.
    private mutating func takeMessage(at offset: Int) -> OutgoingMessage? {
        guard let message = entries[offset].message.take() else { return nil }
        settledBytes += message.body.count
        return message
    }

    /// The connection is gone: everything without an outcome is to be sent again, in the same order.
    ///
    /// - Parameter frameLimit: what the next connection can carry.
    /// - Returns: the outcomes of those that do not fit there.
    mutating func rewind(frameLimit: Int) -> [PublishOutcome] {
        var outcomes: [PublishOutcome] = []
        var stillSuspect = 0
        for (offset, entry) in entries.removeAll().enumerated() {
            guard let message = entry.message else { continue }
            if let obstacle = message.obstacle(frameLimit: frameLimit) {
                outcomes.append(.failed(token: message.token, obstacle))
                settledBytes += message.body.count
            } else {
                entries.append(Entry(message: message, losses: entry.losses))
                if offset < suspects { stillSuspect += 1 }
            }
        }
        sent = 0
        suspects = stillSuspect
        firstTag = 1
        latestSettled = nil
        lastReturned = 0
        anonymousReturns = []
        return outcomes
    }

    /// Fails what the broker has passed over: it has settled a message that was sent this much later.
    ///
    /// A broker that is merely slow confirms in the order of sending, and passes nothing over. One that confirms what came
    /// later will not confirm this, or not soon: a queue that it belongs in has no leader, for example.
    mutating func failPassedOver(for limit: Duration) -> [PublishOutcome] {
        guard let latest = latestSettled else { return [] }
        var outcomes: [PublishOutcome] = []
        for offset in 0..<sent {
            let entry = entries[offset]
            guard firstTag + UInt64(offset) < latest.tag, entry.sentAt.advanced(by: limit) <= latest.sentAt else {
                break
            }
            guard let message = takeMessage(at: offset) else { continue }
            outcomes.append(.failed(token: message.token, Self.passedOver))
        }
        if !outcomes.isEmpty { removeSettled() }
        return outcomes
    }

    private static let passedOver = RabbitMQError(
        .timedOut,
        "The broker has not confirmed it, though it confirmed messages that were sent later.",
        hint: "Look whether every queue that is bound for it has a leader (rabbitmq-queues quorum_status), and room."
    )

    /// Notes that the broker has returned a message.
    mutating func noteReturn(_ returned: ReturnedMessage) {
        guard let id = returned.messageID else {
            anonymousReturns.append(returned)
            return
        }
        // Messages are returned in the order in which they were published.
        let start = lastReturned >= firstTag ? Int(lastReturned - firstTag) + 1 : 0
        for step in 0..<sent {
            let offset = (start + step) % sent
            guard entries[offset].returned == nil, entries[offset].message?.properties.messageID == id else { continue }
            entries[offset].returned = returned
            lastReturned = firstTag + UInt64(offset)
            return
        }
    }

    /// Settles what a `basic.ack` or `basic.nack` names, and adds the outcomes.
    ///
    /// - Returns: false when the broker names what was never sent.
    mutating func settle(
        _ tag: UInt64,
        multiple: Bool,
        isAcknowledged: Bool,
        into outcomes: inout [PublishOutcome]
    ) -> Bool {
        let end = firstTag + UInt64(sent)
        guard tag < end, tag > 0 || multiple else { return false }
        // Zero with `multiple` means all so far (AMQP 0-9-1, 1.8.3.13).
        let last = tag == 0 ? end - 1 : tag
        guard last >= firstTag else { return true }
        hasSettled = true
        let offset = Int(last - firstTag)
        if last >= latestSettled?.tag ?? 0 { latestSettled = (last, entries[offset].sentAt) }
        for offset in (multiple ? 0 : offset)..<(offset + 1) {
            if let outcome = outcome(at: offset, isAcknowledged) { outcomes.append(outcome) }
        }
        removeSettled()
        return true
    }

    private mutating func removeSettled() {
        while sent > 0 && entries[0].message == nil {
            entries.removeFirst()
            sent -= 1
            suspects = max(suspects - 1, 0)
            firstTag += 1
        }
    }

    private mutating func outcome(at offset: Int, _ isAcknowledged: Bool) -> PublishOutcome? {
        guard let message = takeMessage(at: offset) else { return nil }
        if !isAcknowledged { return .refused(token: message.token) }
        let returned = entries[offset].returned ?? takeAnonymousReturn(of: message)
        guard let returned else { return .confirmed(token: message.token) }
        return .returned(token: message.token, replyCode: returned.replyCode, replyText: returned.replyText)
    }

    /// A return always comes before its acknowledgement: one with the same route is this message's.
    private mutating func takeAnonymousReturn(of message: OutgoingMessage) -> ReturnedMessage? {
        guard !anonymousReturns.isEmpty, message.mandatory, message.properties.messageID == nil else { return nil }
        let index = anonymousReturns.firstIndex {
            $0.exchange == message.exchange && $0.routingKey == message.routingKey
        }
        return index.map { anonymousReturns.remove(at: $0) }
    }
}
