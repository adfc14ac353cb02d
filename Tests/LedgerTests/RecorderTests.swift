import Foundation
import JSON
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Recording a batch` {
    @Test func `writes termination, revision, inbox and event together`() throws {
        let fixture = try LedgerFixture()
        let outcomes = try fixture.record(.termination("t-1"), .termination("t-2"))
        #expect(outcomes.map(\.name) == ["accepted", "accepted"])
        for table in ["terminations", "termination_revisions", "events"] {
            #expect(try fixture.count(table) == 2, "\(table)")
        }
        let events = try fixture.ledger.events(after: 0, limit: 10)
        #expect(events.map(\.sequence) == [1, 2])
        #expect(events.map(\.contractID) == ["c-t-1", "c-t-2"])
        #expect(events.allSatisfy { $0.type == "contract.terminated.v1" })
        let event = try #require(try JSONValue(parsing: events[0].body).object)
        #expect(event["id"]?.string == events[0].id)
        #expect(event["sequence"]?.string == "1")
        #expect(event["data"]?.object?["contractSequence"]?.integer == 1)
        #expect(event["data"]?.object?["settingsVersion"]?.integer == 1)
    }

    @Test func `keeps the bytes as they came`() throws {
        let fixture = try LedgerFixture()
        let received = ReceivedMessage.termination("t-1")
        try fixture.record(received)
        let body = try fixture.ledger.pool.read {
            try Data.fetchOne($0, sql: "SELECT body FROM termination_revisions")
        }
        #expect(body == Data(received.message.body))
    }

    @Test func `records a message id once, within a batch and across batches`() throws {
        let fixture = try LedgerFixture()
        let message = ReceivedMessage.termination("t-1")
        #expect(try fixture.record(message, message).map(\.name) == ["accepted", "duplicate"])
        #expect(try fixture.record(message).map(\.name) == ["duplicate"])
        #expect(try fixture.count("events") == 1)
    }

    @Test func `takes the same content written differently for a duplicate`() throws {
        let fixture = try LedgerFixture()
        let message = ReceivedMessage.termination("t-1")
        try fixture.record(message)
        let text = String(decoding: message.message.body, as: UTF8.self)
        let spaced = ReceivedMessage.bytes(Array(text.replacingOccurrences(of: ",", with: " ,\n ").utf8))
        #expect(try fixture.record(spaced).map(\.name) == ["duplicate"])
    }

    @Test func `judges by what it recorded before`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1"))
        let outcomes = try fixture.record(
            .termination("t-1", message: "other"),
            .termination("t-1", message: "m-2", endDate: "2026-04-30"),
            .termination("t-9", message: "m-t-1"),
            .termination("t-3", contract: "c-t-1"),
            .termination("t-1", contract: "c-9", message: "m-4")
        )
        #expect(
            outcomes.map(\.name) == [
                "stale", "revision-conflict", "message-id-reused", "contract-already-terminated", "contract-mismatch",
            ]
        )
        #expect(try fixture.count("terminations") == 1)
    }

    @Test func `sees within the batch what the messages before left`() throws {
        let fixture = try LedgerFixture()
        let outcomes = try fixture.record(.termination("t-1", contract: "c"), .termination("t-2", contract: "c"))
        #expect(outcomes.map(\.name) == ["accepted", "contract-already-terminated"])
    }

    @Test func `counts each contract's events without gaps`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(
            .termination("t-1", contract: "a"),
            .termination("t-2", contract: "b"),
            .termination("t-3", reason: "?")
        )
        let sequences = try fixture.ledger.pool.read { database in
            try Row.fetchAll(database, sql: "SELECT contract_id, contract_sequence FROM events ORDER BY sequence")
                .map { row in "\(row[0] as String? ?? "-") \((row[1] as Int?).map(String.init) ?? "-")" }
        }
        #expect(sequences == ["a 1", "b 1", "c-t-3 -"])
    }

    @Test func `says which command is missing when there are no settings`() throws {
        let fixture = try LedgerFixture(settings: nil)
        let error = #expect(throws: LedgerError.self) { try fixture.record(.termination("t-1")) }
        #expect(error?.code == .noSettings)
        #expect(error?.remedy == .applySettings)
        #expect(try fixture.count("dead_letters") == 0)
    }

    @Test func `takes new settings over with the next batch`() throws {
        let fixture = try LedgerFixture()
        #expect(try fixture.record(.termination("t-1", reason: "te-duur")).map(\.name) == ["unknown-reason"])
        let aliased = LedgerFixture.settings.replacingOccurrences(
            of: "code: price",
            with: "code: price\n    aliases: [te-duur]"
        )
        #expect(try fixture.apply(aliased) == 2)
        #expect(try fixture.record(.termination("t-1", reason: "te-duur")).map(\.name) == ["accepted"])
        let version = try fixture.ledger.pool.read {
            try Int.fetchOne($0, sql: "SELECT settings_version FROM terminations")
        }
        #expect(version == 2)
    }

    @Test func `leaves nothing behind when the disk is full, and goes on when it is not`() throws {
        let fixture = try LedgerFixture()
        try fixture.limitPages(try fixture.pageCount() + 2)
        let batch = (1...200).map { ReceivedMessage.termination("t-\($0)") }
        let error = #expect(throws: LedgerError.self) {
            try fixture.recorder.record(batch, at: LedgerFixture.now)
        }
        #expect(error?.code == .diskFull)
        #expect(error?.isRetriable == true)
        #expect(try fixture.count("terminations") == 0)
        #expect(try fixture.count("events") == 0)
        try fixture.limitPages(1_000_000)
        let outcomes = try fixture.recorder.record(batch, at: LedgerFixture.now)
        #expect(outcomes.allSatisfy { $0.name == "accepted" })
    }

    @Test func `is not tried again before there is room for it`() throws {
        let fixture = try LedgerFixture()
        let pages = try fixture.pageCount()
        try fixture.limitPages(pages + 2)
        let error = #expect(throws: LedgerError.self) { try fixture.ledger.file.probeWrite() }
        #expect(error?.code == .diskFull)
        try fixture.limitPages(1_000_000)
        try fixture.ledger.file.probeWrite()
        #expect(try fixture.pageCount() == pages, "the probe leaves nothing behind")
    }

    @Test func `accepts each message once when several processes record the same ones`() async throws {
        let fixture = try LedgerFixture()
        let path = fixture.path
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let ledger = try Ledger(path: path)
                    defer { ledger.close() }
                    let recorder = Recorder(ledger: ledger, source: "urn:test")
                    var accepted = 0
                    for start in stride(from: 0, to: 200, by: 10) {
                        let batch = (start..<start + 10).map { ReceivedMessage.termination("t-\($0)") }
                        for case .accepted in try recorder.record(batch, at: LedgerFixture.now) { accepted += 1 }
                    }
                    return accepted
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(accepted == 200)
        #expect(try fixture.count("events") == 200)
        #expect(try fixture.ledger.lastEventPosition() == 200)
    }

    @Test func `never puts a value of a row into an error`() throws {
        let fixture = try LedgerFixture()
        let error = #expect(throws: LedgerError.self) {
            try reportingLedgerErrors {
                try fixture.ledger.pool.write {
                    try $0.execute(
                        sql: "INSERT INTO settings_versions VALUES (1, ?, 'short', 0, 'x', 'cli', '')",
                        arguments: ["secret"]
                    )
                }
            }
        }
        #expect(error?.code == .constraint)
        #expect(error?.isRetriable == false)
        #expect(error?.description.contains("secret") == false)
    }
}
