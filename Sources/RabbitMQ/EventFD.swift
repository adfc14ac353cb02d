import CRabbitMQ
import Glibc
import Threads

/// An eventfd with which other threads wake an I/O thread from `poll`.
///
/// `WakeSignal` cannot replace it: a thread waits for its socket and for a signal at the same time.
final class EventFD: Sendable {
    let descriptor: Int32

    init() {
        descriptor = crabbitmq_eventfd()
        precondition(descriptor >= 0, "no file descriptor is left for an eventfd")
    }

    deinit { close(descriptor) }

    /// Makes `poll` return. Has no effect while no thread waits, except that the next wait returns at once. Never blocks.
    func signal() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    /// Discards the signals so far.
    func clear() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }

    /// Sleeps until a signal, activity on the socket, or the deadline.
    ///
    /// - Parameter socket: the connection's socket, or -1 for none: `poll` ignores negative descriptors.
    func wait(socket: Int32 = -1, forWriting: Bool = false, until deadline: Deadline) {
        var descriptors = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(forWriting ? POLLIN | POLLOUT : POLLIN), revents: 0),
        ]
        _ = poll(&descriptors, 2, deadline == .never ? -1 : deadline.remaining.pollMilliseconds)
        if descriptors[0].revents != 0 { clear() }
    }

    /// Sleeps until a signal, the end of the connection, or the deadline. Ignores data that the socket has to read.
    ///
    /// - Returns: whether the other side has closed the connection, or the connection is broken.
    func wait(untilHangUpOf socket: Int32, or deadline: Deadline) -> Bool {
        var descriptors = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Self.peerHangUp, revents: 0),
        ]
        _ = poll(&descriptors, 2, deadline == .never ? -1 : deadline.remaining.pollMilliseconds)
        if descriptors[0].revents != 0 { clear() }
        return descriptors[1].revents != 0
    }

    /// POLLRDHUP, which the Glibc module does not export.
    private static let peerHangUp: Int16 = 0x2000
}

extension Duration {
    /// Milliseconds for `poll`: rounded up, so that it never returns early, and at most about a day.
    fileprivate var pollMilliseconds: Int32 {
        Int32(min((wholeNanoseconds / 1_000_000) + (wholeNanoseconds % 1_000_000 == 0 ? 0 : 1), 86_400_000))
    }
}
