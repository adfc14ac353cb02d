import Synchronization

/// Memory for the bodies of all requests that are not answered yet: many large forms at once must not fill the memory of the
/// machine. ``RequestTimeout`` closes the connection of a client that sends slowly.
///
/// Who asks takes from a share of their own, so that strangers keep nobody waiting who has signed in.
final class BodyBudget: Sendable {
    /// Who sends a body.
    enum Share: Hashable, CaseIterable {
        /// A person with a session, or a program with a token.
        case known
        /// Somebody whose session may be over: the form is given back, to be sent again after a sign-in.
        case stranger
        /// A form for everybody, such as that of the sign-in, which is small.
        case open

        /// MiB.
        fileprivate var most: Int {
            switch self {
            case .known: 24
            case .stranger: 7
            case .open: 1
            }
        }
    }

    private let left = Mutex(
        Dictionary(uniqueKeysWithValues: Share.allCases.map { ($0, $0.most * 1024 * 1024) })
    )

    /// - Returns: false where there is no room now; otherwise the caller gives the bytes back by ``release(_:of:)``.
    func reserve(_ bytes: Int, of share: Share) -> Bool {
        left.withLock { left in
            guard bytes <= left[share, default: 0] else { return false }
            left[share, default: 0] -= bytes
            return true
        }
    }

    func release(_ bytes: Int, of share: Share) { left.withLock { $0[share, default: 0] += bytes } }
}
