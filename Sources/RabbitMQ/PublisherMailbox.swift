/// What a publisher's callers and its thread tell each other, under one lock.
struct PublisherMailbox {
    /// Handed over, and not yet taken by the thread.
    private var messages: [OutgoingMessage] = []
    /// Handed over, and without an outcome.
    private(set) var outstanding = 0
    /// The bytes of their bodies.
    private var outstandingBytes = 0

    var isStarted = false
    /// By when a close must be done, once one was asked for.
    var closesBy: Deadline?
    /// The thread has ended, or never will start.
    var hasEnded = false
    /// Whether the thread sleeps in `poll`, or is about to.
    var isAsleep = false
    var state = ConnectionState.connecting(attempt: 1, lastError: nil)
    /// Of the connection that is there, or is being made.
    var lifeline: SocketGuard?

    var takesMessages: Bool { closesBy == nil && !hasEnded }

    /// Takes as many as the window has room for. One is always taken while none is outstanding.
    ///
    /// - Returns: how many, and whether the thread must be woken; nil when there is no room.
    mutating func add(
        _ more: ArraySlice<OutgoingMessage>,
        window: Int,
        windowBytes: Int
    ) -> (count: Int, mustWake: Bool)? {
        let room = min(window - outstanding, more.count)
        var count = 0
        for message in more.prefix(max(room, 0)) {
            if outstandingBytes > 0 && outstandingBytes + message.body.count > windowBytes { break }
            outstandingBytes += message.body.count
            count += 1
        }
        if count == 0 { return nil }
        messages.append(contentsOf: more.prefix(count))
        outstanding += count
        defer { isAsleep = false }
        return (count, isAsleep)
    }

    mutating func takeMessages() -> [OutgoingMessage] {
        if messages.isEmpty { return [] }
        defer { messages = [] }
        return messages
    }

    var hasMessages: Bool { !messages.isEmpty }

    /// So many have their outcome, and the callback knows.
    ///
    /// - Parameter bytes: of their bodies.
    mutating func settled(_ count: Int, bytes: Int) {
        outstanding -= count
        outstandingBytes -= bytes
    }
}
