import Foundation
import Threads
import Worker

/// Lets Ctrl-C or SIGTERM end long work after the batch that is being recorded; a second one, or one at a question, ends it at once.
///
/// Nothing is lost either way: a batch is recorded as a whole or not at all.
final class Interruption {
    let stop = StopRequest()
    private let signals: SignalCount

    /// Returns when signals are heard. Until then they are ignored, so that what may be interrupted begins after it.
    init() {
        for number in [SIGINT, SIGTERM] { signal(number, SIG_IGN) }
        signals = SignalCount { [stop] number, count in
            if count > 1 || Console.isAsking { _exit(128 + number) }
            stop.make()
        }
    }

    /// Why a command ends before its last letter.
    static func failure(deadLetters left: Int, hint: String) -> CommandFailure {
        CommandFailure(
            .temporary,
            "Interrupted: \(Count.deadLetters(left)) \(left == 1 ? "is" : "are") left.",
            hint: hint
        )
    }
}
