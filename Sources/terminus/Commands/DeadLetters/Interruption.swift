import Dispatch
import Foundation
import Worker

/// Lets Ctrl-C or SIGTERM end long work after the batch that is being recorded; a second one ends it at once.
///
/// Nothing is lost either way: a batch is recorded as a whole or not at all.
final class Interruption {
    let stop = StopRequest()
    private var sources: [any DispatchSourceSignal] = []

    /// Returns when signals are heard. Until then they are ignored, so that what may be interrupted begins after it.
    init() {
        let registered = DispatchSemaphore(value: 0)
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [stop] in
                if stop.isStopped { _exit(128 + number) }
                stop.make()
            }
            source.setRegistrationHandler { registered.signal() }
            source.resume()
            registered.wait()
            sources.append(source)
        }
    }
}
