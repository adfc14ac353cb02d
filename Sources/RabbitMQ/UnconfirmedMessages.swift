import DequeModule
import Threads

/// The messages without an outcome, in the order in which the caller published them.
///
/// The first messages are sent, with the numbers that the broker uses (RabbitMQ's publisher confirms: from 1 on each
/// channel). The others wait. After a lost connection all of them wait again.
///
/// The broker closes a channel, or the whole connection, because of a single message, and does not identify it. The
/// messages that were in flight are then suspects: they are sent one at a time, in order. If it happens again, the only
/// message in flight is the cause, and it fails. All others are published.
struct UnconfirmedMessages {
    private struct Entry {
        /// Nil if the message is settled while an older one is not.
        var message: OutgoingMessage?
        /// Set by a `basic.return`. The acknowledgement that follows is then ignored.
        var returned: ReturnedMessage?
        /// How many connections ended without an error code while only this message was in flight.
        var losses = 0
        /// When it was sent on the present connection.
        var sentAt = Deadline.never
    }

    /// After so many consecutive connections that ended without an error code before any message was settled, the messages
    /// in flight become suspects. After so many more with only one message in flight, that message is the cause. A killed
    /// broker or a broken network ends fewer connections; a cause that ends more would end every further one.
    private static let lossLimit = 5

    private var entries: Deque<Entry>
    private var sent = 0
    /// The number of suspects, which are the first entries.
    private var suspects = 0
    /// The number of consecutive connections that ended without an error code before any message was settled.
    private var lossesWithoutProgress = 0
    private var hasSettled = false
    /// The size of the bodies that got an outcome since the last `takeSettledBytes()`.
    private var settledBytes = 0
    /// The broker's delivery tag of the first entry, if it is sent.
    private var firstTag: UInt64 = 1
    /// The latest message that the broker has settled on this connection. The broker has passed over unsettled messages that
    /// were sent before it.
    private var latestSettled: (tag: UInt64, sentAt: Deadline)?
    /// The tag of the last returned message. The next returned message is most likely after it.
    private var lastReturned: UInt64 = 0
    /// Returns without a message id, until an acknowledgement identifies their messages.
    private var anonymousReturns: [ReturnedMessage] = []

    init(window: Int) { entries = Deque(minimumCapacity: window) }

    var isEmpty: Bool { entries.isEmpty }
    /// Whether the next message may be sent: there is one, and no suspect is in flight.
    var maySend: Bool { sent < entries.count && (suspects == 0 || sent == 0) }
    /// Whether a message is in flight.
    var hasSent: Bool { sent > 0 }

    /// Returns the size of the bodies that got an outcome since the last call.
    mutating func takeSettledBytes() -> Int {
        defer { settledBytes = 0 }
        return settledBytes
    }

    mutating func append(_ message: OutgoingMessage) { entries.append(Entry(message: message)) }

    /// Calls `send` with the oldest unsent message, and counts the message as sent even if `send` throws.
    ///
    /// - Parameter now: the time of sending; a burst reads the clock once.
    mutating func sendNext(
        at now: Deadline = .now,
        _ send: (borrowing OutgoingMessage) throws(RabbitMQError) -> Void
    ) throws(RabbitMQError) {
        sent += 1
        entries[sent - 1].sentAt = now
        if let message = entries[sent - 1].message { try send(message) }
    }

    /// Handles the loss of the connection.
    ///
    /// Call it once for each lost connection, and ``rewind(frameLimit:)`` before the next connection sends.
    ///
    /// - Returns: the outcomes of the messages that caused the loss.
    mutating func connectionLost(_ error: RabbitMQError) -> [PublishOutcome] {
        lossesWithoutProgress = hasSettled || sent == 0 || error.concernsMessage ? 0 : lossesWithoutProgress + 1
        hasSettled = false
        guard sent > 0 else { return [] }
        if error.code == .invalidMessage {
            // The client found the error while it was sending the last message.
            return fail(sent - 1, error)
        }
        let inFlight = (0..<sent).filter { entries[$0].message != nil }
        guard let first = inFlight.first else { return [] }
        if error.concernsMessage {
            if inFlight.count == 1 { return fail(first, error) }
            suspects = max(suspects, sent)
        } else if error.code != .timedOut && error.code != .stopped {
            if suspects > 0, inFlight.count == 1 {
                entries[first].losses += 1
                if entries[first].losses >= Self.lossLimit { return fail(first, error) }
            } else if lossesWithoutProgress >= Self.lossLimit {
                suspects = max(suspects, sent)
            }
        }
        return []
    }

    /// Fails a message, together with all messages that are certain to get the same error.
    private mutating func fail(_ offset: Int, _ error: RabbitMQError) -> [PublishOutcome] {
        guard let cause = entries[offset].message else { return [] }
        var outcomes: [PublishOutcome] = []
        for other in 0..<entries.count {
            guard let message = entries[other].message else { continue }
            let isAffected =
                switch error.reach {
                case .message: other == offset
                case .routingKey: message.exchange == cause.exchange && message.routingKey == cause.routingKey
                case .exchange: message.exchange == cause.exchange
                }
            guard isAffected, let message = removeMessage(at: other) else { continue }
            outcomes.append(.failed(token: message.token, error))
        }
        return outcomes
    }

    /// Removes a message that gets its outcome, and counts its size; nil if it has an outcome already.
    private mutating func removeMessage(at offset: Int) -> OutgoingMessage? {
        guard let message = entries[offset].message.take() else { return nil }
        settledBytes += message.body.count
        return message
    }

    /// Prepares for a new connection: all messages without an outcome are sent again, in the same order.
    ///
    /// - Parameter frameLimit: the largest frame payload of the new connection.
    /// - Returns: the outcomes of the messages that the new connection cannot carry.
    mutating func rewind(frameLimit: Int) -> [PublishOutcome] {
        var outcomes: [PublishOutcome] = []
        var stillSuspect = 0
        let previous = entries
        entries.removeAll(keepingCapacity: true)
        for (offset, entry) in previous.enumerated() {
            guard let message = entry.message else { continue }
            if let encodingError = message.encodingError(frameLimit: frameLimit) {
                outcomes.append(.failed(token: message.token, encodingError))
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

    /// Fails the messages that the broker has passed over: it has settled a message that was sent this much later.
    ///
    /// A slow broker confirms in the order of sending and passes over nothing. A broker that confirms later messages will
    /// not confirm an earlier one soon, for example because one of its queues has no leader.
    mutating func failPassedOver(for limit: Duration) -> [PublishOutcome] {
        guard let latest = latestSettled else { return [] }
        var outcomes: [PublishOutcome] = []
        for offset in 0..<sent {
            let entry = entries[offset]
            guard firstTag + UInt64(offset) < latest.tag, entry.sentAt.advanced(by: limit) <= latest.sentAt else {
                break
            }
            guard let message = removeMessage(at: offset) else { continue }
            outcomes.append(.failed(token: message.token, Self.passedOver))
        }
        if !outcomes.isEmpty { removeSettled() }
        return outcomes
    }

    private static let passedOver = RabbitMQError(
        .timedOut,
        "The broker has not confirmed it, though it confirmed messages that were sent later.",
        hint: "Check that every queue bound for it has a leader (rabbitmq-queues quorum_status) and is not full."
    )

    /// Records that the broker has returned a message.
    mutating func recordReturn(_ returned: ReturnedMessage) {
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

    /// Settles the messages that a `basic.ack` or `basic.nack` names, and appends their outcomes.
    ///
    /// - Returns: false if the broker names a message that was never sent.
    mutating func settle(
        _ tag: UInt64,
        multiple: Bool,
        isAcknowledged: Bool,
        into outcomes: inout [PublishOutcome]
    ) -> Bool {
        let end = firstTag + UInt64(sent)
        guard tag < end, tag > 0 || multiple else { return false }
        // Zero with `multiple` means all messages so far (AMQP 0-9-1, 1.8.3.13).
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
        guard let message = removeMessage(at: offset) else { return nil }
        if !isAcknowledged { return .refused(token: message.token) }
        let returned = entries[offset].returned ?? takeAnonymousReturn(of: message)
        guard let returned else { return .confirmed(token: message.token) }
        return .returned(token: message.token, replyCode: returned.replyCode, replyText: returned.replyText)
    }

    /// The return of a message without an id. A return precedes its acknowledgement, so one with the same exchange and
    /// routing key belongs to this message.
    private mutating func takeAnonymousReturn(of message: OutgoingMessage) -> ReturnedMessage? {
        guard !anonymousReturns.isEmpty, message.mandatory, message.properties.messageID == nil else { return nil }
        let index = anonymousReturns.firstIndex {
            $0.exchange == message.exchange && $0.routingKey == message.routingKey
        }
        return index.map { anonymousReturns.remove(at: $0) }
    }
}
