import Threads

/// The state that a publisher's callers share with its thread, under one lock.
struct PublisherMailbox {
    /// Messages that the thread has not taken yet.
    private var messages: [OutgoingMessage] = []
    /// The number of messages without an outcome.
    private(set) var outstanding = 0
    /// The bytes of their bodies.
    private var outstandingBytes = 0

    var isStarted = false
    /// The deadline of a requested close.
    var closesBy: Deadline?
    /// The thread has ended, or will never start.
    var hasEnded = false
    /// Whether the thread sleeps in `poll`, or is about to.
    var isAsleep = false
    var state = ConnectionState.connecting(attempt: 1, lastError: nil)
    /// The guard of the present connection, or of the one that is being opened.
    var socketGuard: SocketGuard?

    var acceptsMessages: Bool { closesBy == nil && !hasEnded }

    /// Adds as many messages as the window has room for. At least one is added while none is outstanding.
    ///
    /// - Returns: the number of added messages, and whether the thread must be woken; nil if the window is full.
    mutating func enqueue(
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

    mutating func dequeueMessages() -> [OutgoingMessage] {
        if messages.isEmpty { return [] }
        defer { messages = [] }
        return messages
    }

    var hasMessages: Bool { !messages.isEmpty }

    /// Records that the callback has received so many outcomes.
    ///
    /// - Parameter bytes: the size of the bodies of those messages.
    mutating func settled(_ count: Int, bytes: Int) {
        outstanding -= count
        outstandingBytes -= bytes
    }
}
