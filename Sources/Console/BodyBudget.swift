import Synchronization

/// Memory for the bodies of requests that are being read, all together: many large forms at once must not fill the memory of the
/// machine. Whoever sends slowly is cut off by ``RequestTimeout``.
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
