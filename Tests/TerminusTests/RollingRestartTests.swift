import Foundation
import GRDB
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger

/// One worker takes over from another while messages flow: both on one queue and one ledger for a while.
///
/// `TERMINUS_TEST_PREVIOUS` names the program that is there first; scripts/check-upgrade sets it to an earlier version's.
@Suite struct `A rolling restart` {
    private static let previous = ProcessInfo.processInfo.environment["TERMINUS_TEST_PREVIOUS"] ?? Program.path
    private static let terminations = 1...600

    /// The ledger is the previous version's: the newer worker brings it up to date beside it.
    private func environment(_ testEnvironment: TestEnvironment) -> [String: String] {
        Program.environment.merging(testEnvironment.environment) { $1 }
            .merging(["TERMINUS_LEDGER_PATH": testEnvironment.folder.appending(path: "rolling.sqlite").path]) { $1 }
    }

    private func start(_ program: String, in testEnvironment: TestEnvironment) throws -> ChildProcess {
        let arguments = ["run", "--batch-size", "20", "--prefetch", "100"]
        let worker = try ChildProcess(
            program,
            arguments,
            environment: environment(testEnvironment),
            folder: testEnvironment.folder.path
        )
        #expect(worker.waitForError("Terminus starts"), "\(worker.errorText)")
        return worker
    }

    private func applySettings(_ testEnvironment: TestEnvironment) throws {
        let file = try testEnvironment.file("settings.yaml", Array(Sample.settings.utf8))
        // Versions up to 0.1.0 do not know --create, and make a ledger unasked.
        var ends: [ChildProcess.End?] = []
        for flags in [["--create"], []] where !ends.contains(.exit(0)) {
            let apply = try ChildProcess(
                Self.previous,
                ["settings", "apply", file] + flags,
                environment: environment(testEnvironment),
                folder: testEnvironment.folder.path
            )
            ends.append(apply.end())
        }
        #expect(ends.last == .exit(0))
    }

    /// Each termination, and its correction somewhere behind it.
    private func messages(_ range: ClosedRange<Int>) -> [[UInt8]] {
        Sample.messages(range) + range.map { Sample.correction("t-\($0)", revision: 2, endDate: "2034-12-31") }
    }

    @Test func `loses nothing, records nothing twice, and keeps the order of each contract`() throws {
        try TestEnvironment.with("rolling", settings: nil) { testEnvironment in
            try applySettings(testEnvironment)
            let billing = try testEnvironment.subscriber("billing", binding: "contract.#")
            let old = try start(Self.previous, in: testEnvironment)
            try testEnvironment.publish(messages(1...200))
            var events = billing.takeDistinct(50)

            let new = try start(Program.path, in: testEnvironment)
            try testEnvironment.publish(messages(201...400))
            old.send(SIGTERM)
            events += billing.takeDistinct(100)
            try testEnvironment.publish(messages(401...600))
            #expect(old.end() == .exit(0), "\(old.errorText)")

            var ids = Set(events.compactMap(\.properties.messageID))
            let count = 2 * Self.terminations.count
            while ids.count < count, let event = billing.take(1).first {
                ids.insert(event.properties.messageID ?? "")
                events.append(event)
            }
            new.send(SIGTERM)
            #expect(new.end() == .exit(0), "\(new.errorText)")
            events += try billing.rest()
            expectOrder(events)

            let ledger = try Ledger(path: environment(testEnvironment)["TERMINUS_LEDGER_PATH"] ?? "")
            defer { ledger.close() }
            let numbers = try ledger.pool.read { database in
                try [
                    "SELECT count(*) FROM terminations", "SELECT count(DISTINCT termination_id) FROM terminations",
                    "SELECT count(*) FROM termination_revisions",
                    "SELECT count(*) FROM terminations WHERE revision = 2",
                    // A correction that one worker takes before the other has recorded its termination waits for it. Nothing
                    // else may have become a dead letter.
                    """
                    SELECT count(*) FROM dead_letters
                    WHERE NOT (state = 'resolved' AND source = 'refused' AND violations = '[]' AND message_id LIKE '%-2')
                    """,
                    "SELECT count(DISTINCT id) FROM events WHERE contract_id IS NOT NULL",
                ].map { try Int.fetchOne(database, sql: $0) }
            }
            #expect(numbers == [600, 600, 1200, 600, 0, 1200])
            #expect(Set(events.compactMap(\.properties.messageID)).count == count)
            #expect(try testEnvironment.remaining(in: testEnvironment.names.terminations).isEmpty)
            #expect(try testEnvironment.remaining(in: testEnvironment.names.deadLetters).isEmpty)
        }
    }

    /// As a subscriber sees it that does nothing when an id comes again.
    private func expectOrder(_ events: [Delivery]) {
        var seen: Set<String> = []
        var sequences: [String: [Int64]] = [:]
        for event in events where seen.insert(event.properties.messageID ?? "").inserted {
            sequences[event["subject"]?.string ?? "?", default: []].append(
                event["data", "contractSequence"]?.integer ?? 0
            )
        }
        #expect(sequences.count == Self.terminations.count)
        #expect(sequences.values.allSatisfy { $0 == [1, 2] })
    }
}
