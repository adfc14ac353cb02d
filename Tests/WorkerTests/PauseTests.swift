import Synchronization
import Terminations
import TestSupport
import Testing

@testable import Worker

@Suite struct `A pause of the intake` {
    private let status = WorkerStatus()
    private let log = LogRecord()

    @Test func `says why, once for each cause`() {
        let pause = Pause(status: status, logger: log.logger)
        pause.begin(.diskFull, "The disk is full.", hint: "Free space.")
        #expect(status.snapshot.pauseReason == "The disk is full.")
        pause.begin(.diskFull, "The disk is full.", hint: "Free space.")
        pause.begin(.locked, "The ledger is locked.", hint: nil)
        #expect(status.snapshot.pauseReason == "The ledger is locked.")
        #expect(log.lines.all.map(\.message) == ["Intake paused", "Intake paused"])
        #expect(log.lines.all.map { $0.metadata["reason"] } == ["The disk is full.", "The ledger is locked."])
        #expect(log.lines.all.map { $0.metadata["hint"] } == ["Free space.", "Work resumes by itself."])
    }

    @Test func `says when it is over, and nothing where there was none`() {
        let pause = Pause(status: status, logger: log.logger)
        pause.end()
        #expect(log.lines.all.isEmpty)
        pause.begin(.diskFull, "The disk is full.", hint: nil)
        #expect(pause.duration > .zero)
        pause.end()
        #expect(pause.duration == .zero)
        #expect(status.snapshot.pauseReason == nil)
        #expect(log.lines.all.map(\.message) == ["Intake paused", "Intake resumed"])
    }

    @Test func `has a code from a closed list, and began with its first reason`() throws {
        let clock = Record<Instant>()
        for seconds in 1...2 { clock.add(try #require(Instant(secondsSinceEpoch: Int64(seconds)))) }
        let count = Atomic(0)
        let pause = Pause(of: .relay, status: status, logger: log.logger) {
            clock.all[min(count.wrappingAdd(1, ordering: .relaxed).oldValue, 1)]
        }
        pause.begin(.diskFull, "The disk is full.", hint: nil)
        pause.begin(.locked, "The ledger is locked.", hint: nil)
        let known = try #require(status.snapshot[.relay].pause)
        #expect(known == PauseStatus(code: .locked, reason: "The ledger is locked.", since: clock.all[0]))
        #expect(status.snapshot[.intake].pause == nil)
        #expect(log.lines.all.map(\.message) == ["Relay paused", "Relay paused"])
        pause.countRetry()
        pause.countRetry()
        pause.end()
        #expect(log.lines.all.last?.message == "Relay resumed")
        #expect(log.lines.all.last?.metadata["attempt"] == "2")
    }

    @Test func `is cut short by the end`() {
        let pause = Pause(status: status, logger: log.logger)
        pause.cancelWait()
        let start = ContinuousClock.now
        pause.wait(for: .seconds(60))
        #expect(ContinuousClock.now - start < .seconds(10))
    }
}
