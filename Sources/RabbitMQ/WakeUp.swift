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
}
