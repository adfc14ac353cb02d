import Glibc
import Testing

@testable import RabbitMQ

extension Timing {
    @Suite struct `The watchdog` {
        /// A pair of sockets that are connected to each other.
        private func socketPair() -> (Int32, Int32) {
            var pair: [Int32] = [-1, -1]
            socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair)
            return (pair[0], pair[1])
        }

        @Test func `ends a read that takes too long`() {
            let (ours, theirs) = socketPair()
            let socketGuard = SocketGuard()
            #expect(socketGuard.attach(ours))
            let watchdog = Watchdog()
            watchdog.arm(socketGuard, until: .after(.seconds(600)))
            // An earlier deadline must wake it.
            watchdog.arm(socketGuard, until: .after(.milliseconds(20)))
            var byte: UInt8 = 0
            #expect(recv(ours, &byte, 1, 0) == 0)
            #expect(socketGuard.cause == .timedOut)
            socketGuard.release()
            close(ours)
            close(theirs)
        }

        @Test func `leaves a call alone that ended in time`() {
            let (ours, theirs) = socketPair()
            let (socketGuard, other) = (SocketGuard(), SocketGuard())
            #expect(socketGuard.attach(ours))
            #expect(other.attach(theirs))
            let watchdog = Watchdog()
            // Long enough that this thread comes to the next line in time, whatever else the machine does.
            watchdog.arm(socketGuard, until: .after(.milliseconds(300)))
            watchdog.disarm(socketGuard)
            watchdog.arm(other, until: .after(.milliseconds(330)))
            var byte: UInt8 = 0
            #expect(recv(theirs, &byte, 1, 0) == 0)
            #expect(socketGuard.cause == nil)
            for socket in [ours, theirs] { close(socket) }
        }

        @Test func `never reaches a file that got the number of a closed socket`() {
            let (ours, theirs) = socketPair()
            let socketGuard = SocketGuard()
            #expect(socketGuard.attach(ours))
            close(ours)
            let (one, other) = socketPair()
            socketGuard.shutDown(.stopped)
            var byte: UInt8 = 7
            for (from, to) in [(one, other), (other, one)] {
                #expect(write(from, &byte, 1) == 1)
                #expect(read(to, &byte, 1) == 1)
            }
            socketGuard.release()
            for socket in [one, other, theirs] { close(socket) }
        }
    }
}
