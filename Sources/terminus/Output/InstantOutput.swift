import Terminations

extension Instant {
    /// To the second, for people: `2026-03-01T09:15:31Z`.
    var toTheSecond: String {
        Instant(secondsSinceEpoch: secondsSinceEpoch)?.description ?? description
    }
}
