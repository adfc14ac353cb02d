import Synchronization

/// Memory for the bodies of all requests that are not answered yet: many large forms at once must not fill the memory of the
/// machine. ``RequestTimeout`` closes the connection of a client that sends slowly.
final class BodyBudget: Sendable {
    private let left: Mutex<Int>

    init(bytes: Int) { left = Mutex(bytes) }

    /// - Returns: false where there is no room now; otherwise the caller gives the bytes back by ``release(_:)``.
    func reserve(_ bytes: Int) -> Bool {
        left.withLock { left in
            guard bytes <= left else { return false }
            left -= bytes
            return true
        }
    }

    func release(_ bytes: Int) { left.withLock { $0 += bytes } }
}
