import Testing

@testable import Worker

@Suite struct `The relay's clock` {
    @Test func `tries parked events at once, then at intervals`() {
        var clock = RelayClock(retryInterval: .seconds(60))
        #expect(clock.isRetryDue)
        clock.markRetried(upTo: nil)
        #expect(!clock.isRetryDue)
    }

    @Test func `walks over the parked events page by page, and begins again`() {
        var clock = RelayClock(retryInterval: .seconds(60))
        #expect(clock.retryPosition == 0)
        clock.markRetried(upTo: 500)
        #expect(clock.retryPosition == 500)
        clock.markRetried(upTo: nil)
        #expect(clock.retryPosition == 0)
    }

    @Test func `tries all parked events at once when somebody listens again`() {
        var clock = RelayClock(retryInterval: .seconds(60))
        clock.markRetried(upTo: 500)
        clock.retryAtOnce()
        #expect(clock.isRetryDue)
        #expect(clock.retryPosition == 0)
    }

    @Test func `lets the cursor rest after each write`() {
        var clock = RelayClock(retryInterval: .seconds(60))
        clock.markCursorWritten()
        #expect(!clock.isCursorDue(behindBy: 1))
    }

    @Test func `writes the cursor sooner when many events would be published again`() {
        var clock = RelayClock(retryInterval: .seconds(60))
        clock.markCursorWritten()
        #expect(clock.isCursorDue(behindBy: Relay.cursorStep))
    }
}
