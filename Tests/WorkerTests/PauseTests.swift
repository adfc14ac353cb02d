import Testing

@testable import Worker

@Suite struct `A pause of the intake` {
    private let status = WorkerStatus()
    private let log = LogRecord()

    @Test func `says why, once for each cause`() {
        let pause = Pause(status: status, logger: log.logger)
        pause.announce("The disk is full.", hint: "Free space.")
        #expect(status.snapshot.pauseReason == "The disk is full.")
        pause.announce("The disk is full.", hint: "Free space.")
        pause.announce("The ledger is locked.", hint: nil)
        #expect(status.snapshot.pauseReason == "The ledger is locked.")
        #expect(log.lines.all.map(\.message) == ["Intake paused", "Intake paused"])
        #expect(log.lines.all.map { $0.metadata["reason"] } == ["The disk is full.", "The ledger is locked."])
        #expect(log.lines.all.map { $0.metadata["hint"] } == ["Free space.", "It goes on by itself."])
    }

    @Test func `says when it is over, and nothing where there was none`() {
        let pause = Pause(status: status, logger: log.logger)
        pause.clear()
        #expect(log.lines.all.isEmpty)
        pause.announce("The disk is full.", hint: nil)
        #expect(pause.length > .zero)
        pause.clear()
        #expect(pause.length == .zero)
        #expect(status.snapshot.pauseReason == nil)
        #expect(log.lines.all.map(\.message) == ["Intake paused", "Intake goes on"])
    }

    @Test func `is cut short by the end`() {
        let pause = Pause(status: status, logger: log.logger)
        pause.end()
        let start = ContinuousClock.now
        pause.wait(for: .seconds(60))
        #expect(ContinuousClock.now - start < .seconds(10))
    }
}
