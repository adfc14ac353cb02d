import CRabbitMQ
import Glibc

/// An eventfd with which other threads wake an I/O thread from `poll`.
final class WakeUp: Sendable {
    let descriptor: Int32

    init() {
        descriptor = crabbitmq_eventfd()
        precondition(descriptor >= 0, "no file descriptor is left for an eventfd")
    }

    deinit { close(descriptor) }

    /// Makes `poll` return; harmless when it is not waiting. Never blocks.
    func signal() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    /// Forgets the signals so far.
    func clear() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }

    /// Sleeps until a signal, something on the socket, or the deadline.
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

    /// Sleeps until a signal, the end of the connection, or the deadline, and leaves alone what the socket has to read.
    ///
    /// - Returns: whether the other side has closed the connection, or it is broken.
    func wait(untilHangUpOf socket: Int32, or deadline: Deadline) -> Bool {
        var descriptors = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Self.peerHangUp, revents: 0),
        ]
        _ = poll(&descriptors, 2, deadline == .never ? -1 : deadline.remaining.pollMilliseconds)
        if descriptors[0].revents != 0 { clear() }
        return descriptors[1].revents != 0
    }

    /// POLLRDHUP, which Glibc's module leaves out.
    private static let peerHangUp: Int16 = 0x2000
}
