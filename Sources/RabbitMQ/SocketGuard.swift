import Glibc
import Synchronization

/// Lets another thread shut down a connection's socket while a call into librabbitmq blocks.
///
/// It holds a duplicate of the descriptor. librabbitmq may close its own descriptor at any time, and the system may reuse
/// the number for another file at once. Shutting down the duplicate always reaches the right socket. Only `release()`
/// closes the duplicate, under the same lock.
final class SocketGuard: Sendable {
    /// Why a connection was ended from outside.
    enum Cause: Sendable {
        /// A call exceeded its time limit.
        case timedOut
        /// The owner of the connection was closed.
        case stopped
    }

    private struct State {
        var duplicate: Int32 = -1
        var cause: Cause?
    }

    private let state = Mutex(State())

    /// Duplicates the descriptor of a socket. Called once, by the thread that owns the connection.
    ///
    /// - Returns: false if no descriptor is left, with the reason in `errno`. The connection could not be ended then.
    func attach(_ socket: Int32) -> Bool {
        state.withLock { state in
            // A stop during connecting: the shutdown was requested before there was a socket.
            state.duplicate = fcntl(socket, F_DUPFD_CLOEXEC, 0)
            if state.cause != nil && state.duplicate >= 0 { shutdown(state.duplicate, Int32(SHUT_RDWR)) }
            return state.duplicate >= 0
        }
    }

    /// Shuts the socket down, so that a call that blocks on it returns with an error. May be called from any thread.
    func shutDown(_ cause: Cause) {
        state.withLock { state in
            if state.cause == nil { state.cause = cause }
            if state.duplicate >= 0 { shutdown(state.duplicate, Int32(SHUT_RDWR)) }
        }
    }

    /// Why the socket was shut down; nil if it was not.
    var cause: Cause? { state.withLock { $0.cause } }

    /// Closes the duplicate. The socket itself closes once librabbitmq has closed its descriptor too.
    func release() {
        state.withLock { state in
            if state.duplicate >= 0 { close(state.duplicate) }
            state.duplicate = -1
        }
    }
}
