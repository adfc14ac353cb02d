@preconcurrency import Dispatch
import Foundation
import Synchronization

/// Counts the signals that ask a process to end: SIGINT and SIGTERM.
///
/// On a busy machine several may be told at once. So they are counted by their number, and not by how often they are told.
final class SignalCount {
    private final class Count: Sendable {
        let value = Mutex(0)
    }

    private var sources: [any DispatchSourceSignal] = []

    /// Returns when signals are heard. They are until ``cancel()``.
    ///
    /// - Parameter onSignal: called with the signal, and with how many came so far, on a thread of its own.
    init(_ onSignal: @escaping @Sendable (_ number: Int32, _ count: Int) -> Void) {
        let queue = DispatchQueue(label: "signals")
        let count = Count()
        let registered = DispatchSemaphore(value: 0)
        for number in [SIGINT, SIGTERM] {
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                let heard = Int(source.data)
                let all = count.value.withLock { count in
                    count += heard
                    return count
                }
                onSignal(number, all)
            }
            source.setRegistrationHandler { registered.signal() }
            source.resume()
            registered.wait()
            sources.append(source)
        }
    }

    /// Hears no more of them.
    func cancel() {
        for source in sources { source.cancel() }
    }
}

/// Removes what a command has on disk by the way when SIGINT or SIGTERM ends it: half a copy helps nobody, and may hold
/// what customers said.
///
/// Made before there is anything to remove; counts until it is let go or cancelled.
final class RemovalAtSignal {
    private let signals: SignalCount

    init(_ remove: @escaping @Sendable () -> Void) {
        // Else the signal would end the process before anybody hears of it.
        for number in [SIGINT, SIGTERM] { signal(number, SIG_IGN) }
        signals = SignalCount { number, _ in
            remove()
            _exit(128 + number)
        }
    }

    convenience init(of files: [String]) {
        self.init { for file in files { unlink(file) } }
    }

    /// From now on somebody else hears signals, who removes it in order.
    func cancel() { signals.cancel() }
}
