import Foundation
import Threads

/// Lets Ctrl-C or SIGTERM end long work after the batch that is being recorded. A second signal, or one while a question waits
/// for its answer, ends the command at once.
///
/// A batch is recorded as a whole or not at all.
final class Interruption {
    let stop = StopRequest()
    private let signals: SignalCount

    /// Returns when signals are handled. Until then they are ignored, so start interruptible work afterwards.
    init() {
        for number in [SIGINT, SIGTERM] { signal(number, SIG_IGN) }
        signals = SignalCount { [stop] number, count in
            if count > 1 || Console.isAsking { _exit(128 + number) }
            stop.make()
        }
    }
}
