import Terminations

extension Instant {
    /// Milliseconds since 1970-01-01T00:00:00Z, rounded down: how the ledger stores an instant.
    var milliseconds: Int64 {
        secondsSinceEpoch * 1000 + Int64(nanoseconds / 1_000_000)
    }

    /// The instant that a row holds; kept within what RFC 3339 can write, should somebody have edited the file.
    init(milliseconds: Int64) {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let floor = rest < 0 ? seconds - 1 : seconds
        let nanoseconds = Int32(rest < 0 ? rest + 1000 : rest) * 1_000_000
        self =
            Instant(secondsSinceEpoch: floor, nanoseconds: nanoseconds) ?? (milliseconds < 0 ? .earliest : .latest)
    }
}
