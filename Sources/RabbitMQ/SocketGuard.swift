import Glibc
import Synchronization

/// Another thread's hold on a connection's socket: it can shut it down while a call into librabbitmq blocks.
///
/// It holds a duplicate of the descriptor. librabbitmq closes its own at moments of its choosing, and
/// the number may then name another file at once; shutting down the duplicate reaches the same socket
/// and never another. The duplicate is closed by `release()` only, under the same lock.
final class SocketGuard: Sendable {
    /// Why a connection was ended from outside.
    enum Cause: Sendable {
        /// A call took longer than its time limit.
        case tookTooLong
        /// Its owner is being closed and waits no longer.
        case stopped
    }

    private struct State {
        var duplicate: Int32 = -1
        var cause: Cause?
    }

    private let state = Mutex(State())

    /// Takes hold of a socket. Called once, by the thread that owns the connection.
    ///
    /// - Returns: false where no descriptor is left, with the reason in `errno`: nobody could end the connection then.
    func attach(_ socket: Int32) -> Bool {
        state.withLock { state in
            // Cut before there was a socket: a stop during connecting.
            state.duplicate = fcntl(socket, F_DUPFD_CLOEXEC, 0)
            if state.cause != nil && state.duplicate >= 0 { shutdown(state.duplicate, Int32(SHUT_RDWR)) }
            return state.duplicate >= 0
        }
    }

    /// Ends the connection: the call that blocks on it returns with an error. From any thread.
    func cut(_ cause: Cause) {
        state.withLock { state in
            if state.cause == nil { state.cause = cause }
            if state.duplicate >= 0 { shutdown(state.duplicate, Int32(SHUT_RDWR)) }
        }
    }

    /// Why the connection was ended from outside, if it was.
    var cause: Cause? { state.withLock { $0.cause } }

    /// Lets go. The socket is closed for good when librabbitmq has closed its descriptor too.
    func release() {
        state.withLock { state in
            if state.duplicate >= 0 { close(state.duplicate) }
            state.duplicate = -1
        }
    }
}
