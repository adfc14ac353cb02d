import Application
import Testing

@Suite struct `Keeping a pace` {
    /// Lets a simulated clock run as the pace asks, with work that takes so long after each grant.
    private func seconds(for count: Int, at rate: Int, work: Duration = .zero) -> Double {
        let start = ContinuousClock.now
        var now = start
        var pace = RateLimiter(perSecond: rate, at: start)
        var left = count
        while left > 0 {
            let (granted, wait) = pace.take(left, at: now)
            left -= granted
            now += granted > 0 ? work : wait
        }
        return (now - start) / .seconds(1)
    }

    @Test(arguments: [1, 7, 20, 500, 3000, 100_000])
    func `takes as long as the rate says`(_ rate: Int) {
        let expected = 10.0
        let measured = seconds(for: rate * 10, at: rate)
        #expect(abs(measured - expected) / expected < 0.001)
    }

    @Test func `catches up what the work between took`() {
        // A commit of 30 ms in each 50 ms: the rate holds all the same.
        let measured = seconds(for: 5000, at: 500, work: .milliseconds(30))
        #expect(abs(measured - 10) / 10 < 0.01)
    }

    @Test func `lets no more than a second's worth through after a pause`() {
        let start = ContinuousClock.now
        var pace = RateLimiter(perSecond: 100, at: start)
        let later = start + .seconds(60)
        var granted = 0
        while case let (count, _) = pace.take(1000, at: later), count > 0 { granted += count }
        #expect(granted == 100)
    }
}
