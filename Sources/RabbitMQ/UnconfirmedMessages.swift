/// The messages that have no outcome yet, in the order in which they were handed over.
///
/// The first ones are sent, and numbered as the broker numbers them (RabbitMQ's publisher confirms: from
/// 1 on each channel); the others wait. After a lost connection all of them wait again.
struct UnconfirmedMessages {
    private struct Entry {
        /// Nil once it is settled, while an older one is not.
        var message: OutgoingMessage?
        /// Set by a `basic.return`: the acknowledgement that follows then means nothing.
        var returned: ReturnedMessage?
    }

    private var entries: Ring<Entry>
    private var sent = 0
    /// The broker's number for the first entry, if it is sent.
    private var firstTag: UInt64 = 1
    /// Where the last returned message was found: the next one is most likely behind it.
    private var lastReturned: UInt64 = 0
    /// Returns without a message id, until an acknowledgement shows whose they are.
    private var anonymousReturns: [ReturnedMessage] = []
    /// Why the broker closed the channel over one of the sent messages. It does not say which.
    private var refusal: RabbitMQError?

    init(window: Int) { entries = Ring(capacity: window) }

    var isEmpty: Bool { entries.isEmpty }
    var hasUnsent: Bool { sent < entries.count }
    /// Whether the broker owes an outcome.
    var hasSent: Bool { sent > 0 }

    mutating func append(_ message: OutgoingMessage) { entries.append(Entry(message: message)) }

    /// Lets `send` send the oldest unsent message, and counts it as sent whatever comes of it.
    mutating func sendNext(
        _ send: (borrowing OutgoingMessage) throws(RabbitMQError) -> Void
    ) throws(RabbitMQError) {
        sent += 1
        if let message = entries[sent - 1].message { try send(message) }
    }

    /// Notes that the broker closed the channel over a message: those sent that are dispensable are given up with the
    /// next ``rewind(frameLimit:)``.
    mutating func noteRefusal(_ error: RabbitMQError) { refusal = error }

    /// The connection is gone: everything without an outcome is to be sent again, in the same order.
    ///
    /// - Parameter frameLimit: what the next connection can carry.
    /// - Returns: the outcomes of those that do not fit there, or are given up.
    mutating func rewind(frameLimit: Int) -> [PublishOutcome] {
        var outcomes: [PublishOutcome] = []
        for (offset, entry) in entries.removeAll().enumerated() {
            guard let message = entry.message else { continue }
            if let refusal, message.isDispensable, offset < sent {
                outcomes.append(.failed(token: message.token, refusal))
            } else if let obstacle = message.obstacle(frameLimit: frameLimit) {
                outcomes.append(.failed(token: message.token, obstacle))
            } else {
                entries.append(Entry(message: message))
            }
        }
        sent = 0
        refusal = nil
        firstTag = 1
        lastReturned = 0
        anonymousReturns = []
        return outcomes
    }

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
        let offset = Int(last - firstTag)
        for offset in (multiple ? 0 : offset)..<(offset + 1) {
            if let outcome = outcome(at: offset, isAcknowledged) { outcomes.append(outcome) }
        }
        while sent > 0 && entries[0].message == nil {
            entries.removeFirst()
            sent -= 1
            firstTag += 1
        }
        return true
    }

    private mutating func outcome(at offset: Int, _ isAcknowledged: Bool) -> PublishOutcome? {
        guard let message = entries[offset].message else { return nil }
        defer { entries[offset].message = nil }
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
