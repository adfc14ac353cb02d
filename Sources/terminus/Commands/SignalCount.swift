@preconcurrency import Dispatch
import Foundation
import Synchronization

/// Counts the signals that ask a process to end: SIGINT and SIGTERM.
///
/// On a busy machine one call may report several signals, so their number is counted, not the calls.
final class SignalCount {
    private final class Count: Sendable {
        let value = Mutex(0)
    }

    private var sources: [any DispatchSourceSignal] = []

    /// Returns when signals are counted. They are counted until ``cancel()``.
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

    /// Stops counting.
    func cancel() {
        for source in sources { source.cancel() }
    }
}

/// Removes the temporary files of a command when SIGINT or SIGTERM ends it: half a copy is of no use, and may contain
/// personal data.
///
/// Create it before there is anything to remove. It works until it is released or cancelled.
final class RemovalAtSignal {
    private let signals: SignalCount

    init(_ remove: @escaping @Sendable () -> Void) {
        // Otherwise the signal would end the process before the handler runs.
        for number in [SIGINT, SIGTERM] { signal(number, SIG_IGN) }
        signals = SignalCount { number, _ in
            remove()
            _exit(128 + number)
        }
    }

    convenience init(of files: [String]) {
        self.init { for file in files { unlink(file) } }
    }

    /// From now on the command handles signals, and removes the files itself.
    func cancel() { signals.cancel() }
}
