import Foundation
import GRDB
import Terminations
import TestSupport

@testable import Ledger
@testable import Worker

/// The intake of the broker's dead letters, on a thread of its own.
final class BrokerDeadLetterIntake: Sendable {
    let status = WorkerStatus()
    let log = LogRecord()
    private let intake: Intake
    private let recorded = Record<Void>()
    private let ended = Record<Void>()
    private let ledger: Ledger
    private let environment: TestEnvironment

    init(_ environment: TestEnvironment, prepare: (Ledger) throws -> Void = { _ in }) throws {
        self.environment = environment
        ledger = try Ledger(path: environment.ledgerPath)
        try prepare(ledger)
        intake = Intake(
            configuration: WorkerConfiguration(
                connection: environment.connection,
                names: environment.names,
                source: "urn:test",
                declaresTopology: false
            ),
            intakeQueue: .deadLetters,
            ledger: ledger,
            status: status,
            logger: log.logger,
            now: { .now },
            onRecorded: { [recorded] _ in recorded.add(()) }
        )
        Thread { [intake, ended] in
            intake.run()
            ended.add(())
        }.start()
    }

    deinit { kill() }

    /// Waits for so many dead letters and returns them, the oldest first.
    func waitForDeadLetters(_ count: Int) throws -> [DeadLetter] {
        recorded.wait { _ in ((try? environment.ledger.countDeadLetters(matching: .all)) ?? 0) >= count }
        return try environment.ledger.deadLetters(matching: .all, order: .oldest, limit: 100)
    }

    /// Stops in order: received messages are recorded and acknowledged.
    func stop() {
        intake.stop()
        ended.wait(count: 1)
        ledger.close()
    }

    /// Ends like a killed process.
    func kill() {
        intake.abandon()
        ended.wait(count: 1)
        ledger.close()
    }
}

extension Ledger {
    /// Refuses all writes through this connection from now on.
    func stopWriting() throws {
        try file.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 1") }
    }
}
