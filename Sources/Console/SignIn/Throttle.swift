import Synchronization
import Terminations

/// Makes guessing slow: after some failures under one key, each further one doubles the time until the next try.
///
/// The time is bounded, so that nobody can shut out somebody else for long, and so is what is remembered.
final class Throttle: Sendable {
    /// So many failures are free.
    let free: Int
    let longest: Duration
    /// After so long without a failure, the count of a key starts at 0.
    static let memory = Duration.seconds(3600)
    static let mostKeys = 10_000

    private struct Failures {
        var count: Int
        var lastAt: Instant
        var until: Instant
    }

    private let failures = Mutex<[String: Failures]>([:])

    init(free: Int, longest: Duration) {
        self.free = free
        self.longest = longest
    }

    /// How long the key has to wait; nil where it may try now.
    func wait(_ key: String, at now: Instant) -> Duration? {
        failures.withLock { failures in
            guard let found = failures[key], now < found.until else { return nil }
            return now.duration(until: found.until)
        }
    }

    /// Counts a try as a failure until it succeeds, so that tries at the same time count as well.
    func count(_ key: String, at now: Instant) {
        failures.withLock { failures in
            var found = failures[key] ?? Failures(count: 0, lastAt: now, until: now)
            if found.lastAt.duration(until: now) > Self.memory { found.count = 0 }
            found.count += 1
            found.lastAt = now
            let doublings = found.count - free
            let wait = doublings < 0 ? Duration.zero : min(longest, .seconds(1 << min(doublings, 20)))
            found.until = now.advanced(by: wait)
            failures[key] = found
            guard failures.count > Self.mostKeys else { return }
            failures = failures.filter { $0.value.lastAt.duration(until: now) <= Self.memory }
            if failures.count > Self.mostKeys, let oldest = failures.min(by: { $0.value.lastAt < $1.value.lastAt }) {
                failures[oldest.key] = nil
            }
        }
    }

    /// The key has proved itself, or its try did not come to an end.
    func forgive(_ key: String) { failures.withLock { $0[key] = nil } }

    /// One try did not count: it was never made.
    func takeBack(_ key: String) {
        failures.withLock { failures in
            guard var found = failures[key] else { return }
            found.count -= 1
            found.until = found.lastAt
            failures[key] = found.count > 0 ? found : nil
        }
    }
}

/// Lets so many in at once, and nobody wait.
final class Gate: Sendable {
    private let room: Mutex<Int>

    init(_ most: Int) { room = Mutex(most) }

    /// - Returns: nil where it is full.
    func pass<Result>(_ work: () throws -> Result) rethrows -> Result? {
        let isOpen = room.withLock { room in
            guard room > 0 else { return false }
            room -= 1
            return true
        }
        guard isOpen else { return nil }
        defer { room.withLock { $0 += 1 } }
        return try work()
    }
}
