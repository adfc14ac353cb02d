import Foundation
import JSON
import Synchronization
import Terminations
import Testing
import YAML

@testable import Ledger

@Suite(.everyEngine) struct `Applying settings` {
    /// - Parameter base: nil for the version that is current.
    private static func apply(
        _ settings: String,
        to ledger: Ledger,
        basedOn base: Int? = nil,
        reason: String = "because"
    ) throws -> SettingsApplication {
        let base = try base ?? ledger.currentSettingsVersion()
        return try ledger.apply(
            try Settings.parse(yamlOrJSON: settings),
            by: "ada",
            reason: reason,
            basedOn: base,
            source: "urn:test",
            at: LedgerFixture.now
        )
    }

    private static let renamed = LedgerFixture.settings.replacing("Te duur", with: "Te prijzig")

    /// `sequence change code version` of every event about a reason.
    private static func told(_ ledger: Ledger) throws -> [String] {
        try ledger.events(after: 0, limit: 100).compactMap { event in
            guard event.type == EventType.reasonChanged.rawValue else { return nil }
            let json = try JSONValue(parsing: event.body).object
            let data = json?["data"]?.object
            #expect(json?["sequence"]?.string == String(event.sequence))
            #expect(json?["id"]?.string == event.id)
            return "\(event.sequence) \(data?["change"]?.string ?? "") \(data?["code"]?.string ?? "") "
                + "\(data?["settingsVersion"]?.integer ?? 0)"
        }
    }

    @Test func `tells once of every reason that changed`() throws {
        let fixture = try LedgerFixture(settings: nil)
        #expect(try Self.apply(LedgerFixture.settings, to: fixture.ledger).eventCount == 2)
        #expect(try Self.told(fixture.ledger) == ["1 created price 1", "2 created moved 1"])

        try fixture.record(.termination("a"))
        let second = try Self.apply(Self.renamed, to: fixture.ledger, reason: "clearer")
        #expect((second.version, second.isNew, second.eventCount) == (2, true, 1))
        #expect(try Self.told(fixture.ledger).last == "4 edited price 2")

        let again = try Self.apply(Self.renamed, to: fixture.ledger)
        #expect((again.version, again.isNew, again.eventCount) == (2, false, 0))
        #expect(try Self.told(fixture.ledger).count == 3)
        try fixture.record(.termination("b"))
        #expect(try fixture.ledger.events(after: 4, limit: 9).map(\.sequence) == [5])
        #expect(try fixture.ledger.settingsHistory().map(\.reason) == ["clearer", "because"])
        let ids = try fixture.ledger.events(after: 0, limit: 100).map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test func `belongs to no contract`() throws {
        let fixture = try LedgerFixture(settings: nil)
        _ = try Self.apply(LedgerFixture.settings, to: fixture.ledger)
        let rows = try fixture.ledger.pool.read {
            try Row.fetchAll($0, sql: "SELECT contract_id, contract_sequence FROM events")
        }
        #expect(rows.count == 2)
        #expect(rows.allSatisfy { $0.values == [.null, .null] })
    }

    @Test func `refuses to leave out a reason that is recorded, and takes one that is not`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("a"), .termination("b"))
        let without = try Settings.parse(yamlOrJSON: LedgerFixture.settings).settings.reasons.map(\.code)
        #expect(without == ["price", "moved"])
        let head = "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n"
        let (price, moved) = (
            "  - {code: price, labels: {nl: Te duur}}\n", "  - {code: moved, labels: {nl: Verhuisd}}\n"
        )
        let error = #expect(throws: LedgerError.self) { try Self.apply(head + moved, to: fixture.ledger) }
        #expect(error?.code == .reasonInUse)
        #expect(error?.description == "The reason price cannot be left out: 2 recorded terminations have it.")
        #expect(error?.remedy == .keepOrRetireReason(code: "price"))
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
        #expect(try Self.told(fixture.ledger).isEmpty)
        // A code never changes, not even its spelling.
        let respelled = #expect(throws: LedgerError.self) {
            try Self.apply(head + price.replacing("price", with: "Price") + moved, to: fixture.ledger)
        }
        #expect(respelled?.code == .reasonInUse)
        #expect(try Self.apply(head + price, to: fixture.ledger).version == 2)
        #expect(try Self.told(fixture.ledger).last?.contains("retired moved 2") == true)
    }

    @Test func `names every reason that is recorded and missing, and each spelling that is another`() throws {
        let fixture = try LedgerFixture()
        let reasons = ["price", "moved", "other"].map { "  - {code: \($0), labels: {nl: \($0)}}\n" }
        let head = "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n"
        _ = try Self.apply(head + reasons.joined(), to: fixture.ledger)
        try fixture.record(
            .termination("a"),
            .termination("b", reason: "moved"),
            .termination("c", reason: "moved"),
            .termination("d", reason: "other")
        )
        let document = try Settings.parse(yamlOrJSON: head + "  - {code: Other, labels: {nl: Anders}}\n")
        #expect(
            try fixture.ledger.reasons(missingFrom: document) == [
                MissingReason(code: "moved", count: 2, spelling: nil),
                MissingReason(code: "other", count: 1, spelling: "Other"),
                MissingReason(code: "price", count: 1, spelling: nil),
            ]
        )
        let error = #expect(throws: LedgerError.self) { try fixture.ledger.previewApplication(of: document) }
        #expect(
            error?.description
                == "2 reasons cannot be left out, because recorded terminations have them: moved (2), price (1). "
                + "The reason other cannot be spelled Other: recorded terminations have it, and a code never changes."
        )
        #expect(error?.remedy == .keepOrRetireReason(code: nil))
    }

    @Test func `lets one of two editors win and tells the other`() throws {
        let fixture = try LedgerFixture()
        let other = try Ledger(path: fixture.path)
        defer { other.close() }
        #expect(try Self.apply(Self.renamed, to: fixture.ledger, basedOn: 1).version == 2)
        let second = LedgerFixture.settings.replacing("Verhuisd", with: "Weg")
        let error = #expect(throws: LedgerError.self) { try Self.apply(second, to: other, basedOn: 1) }
        #expect(error?.code == .settingsChanged)
        #expect(error?.description == "The settings were to follow version 1, but version 2 is in force now.")
        #expect(try fixture.ledger.settingsHistory().count == 2)
        #expect(try Self.apply(second, to: other, basedOn: 2).version == 3)
    }

    @Test func `refuses what does not say which version it follows, but for the first`() throws {
        let fixture = try LedgerFixture(settings: nil)
        func first(_ settings: String) throws -> SettingsApplication {
            try fixture.ledger.apply(
                try Settings.parse(yamlOrJSON: settings),
                by: "ada",
                reason: "",
                basedOn: nil,
                source: "urn:test",
                at: LedgerFixture.now
            )
        }
        #expect(try first(LedgerFixture.settings).version == 1)
        let error = #expect(throws: LedgerError.self) { try first(Self.renamed) }
        #expect(error?.code == .settingsChanged)
        #expect(error?.description == "The settings were to be the first, but version 1 is in force now.")
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
        #expect(try Self.apply(Self.renamed, to: fixture.ledger, basedOn: 1).version == 2)
    }

    @Test func `lets exactly one of many editors at once win`() throws {
        let fixture = try LedgerFixture()
        let wins = Mutex(0)
        let conflicts = Mutex(0)
        let path = fixture.path
        DispatchQueue.concurrentPerform(iterations: 8) { number in
            guard let ledger = try? Ledger(path: path) else { return }
            defer { ledger.close() }
            let settings = LedgerFixture.settings.replacing("Te duur", with: "Te duur \(number)")
            do {
                _ = try Self.apply(settings, to: ledger, basedOn: 1)
                wins.withLock { $0 += 1 }
            } catch let error as LedgerError where error.code == .settingsChanged {
                conflicts.withLock { $0 += 1 }
            } catch {
                Issue.record(error)
            }
        }
        #expect(wins.withLock { $0 } == 1)
        #expect(conflicts.withLock { $0 } == 7)
        #expect(try Self.told(fixture.ledger) == ["1 edited price 2"])
    }

    @Test func `leaves nothing behind when it fails half way`() throws {
        let fixture = try LedgerFixture()
        try fixture.ledger.pool.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER no_events BEFORE INSERT ON events WHEN NEW.sequence > 1
                    BEGIN SELECT RAISE(ABORT, 'not this one'); END
                    """
            )
        }
        let both = Self.renamed.replacing("Verhuisd", with: "Weg")
        #expect(throws: LedgerError.self) { try Self.apply(both, to: fixture.ledger) }
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
        #expect(try fixture.count("events") == 0)
        try fixture.ledger.pool.write { try $0.execute(sql: "DROP TRIGGER no_events") }
        #expect(try Self.apply(both, to: fixture.ledger).eventCount == 2)
    }

    @Test func `is foretold without a change`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("a"))
        let preview = try fixture.ledger.previewApplication(of: try Settings.parse(yamlOrJSON: Self.renamed))
        #expect((preview.version, preview.isNew, preview.eventCount) == (2, true, 1))
        #expect(preview.difference.reasons.map(\.kind) == [.edited])
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
        let without = try Settings.parse(yamlOrJSON: "timeZone: UTC\ndefaultLanguage: nl")
        let error = #expect(throws: LedgerError.self) { try fixture.ledger.previewApplication(of: without) }
        #expect(error?.code == .reasonInUse)
    }

    @Test func `leaves a thousand recorded terminations as they were when a label changes`() throws {
        let fixture = try LedgerFixture()
        let receivedMessages = (1...1000).map { ReceivedMessage.termination("t-\($0)") }
        _ = try fixture.recorder.record(receivedMessages, at: LedgerFixture.now)
        let before = try fixture.ledger.events(after: 0, limit: 2000).map(\.body)
        _ = try Self.apply(Self.renamed, to: fixture.ledger)
        try fixture.record(.termination("late"))
        let uses = try fixture.ledger.reasonUses()
        #expect(uses.map(\.label) == ["Te duur", "Te prijzig"])
        #expect(uses.map(\.settingsVersion) == [1, 2])
        #expect(uses.map(\.count) == [1000, 1])
        #expect(try fixture.ledger.events(after: 0, limit: 1000).map(\.body) == before)
        let labels = try fixture.ledger.pool.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT label FROM terminations JOIN reason_snapshots ON reason_snapshots.id = reason
                    ORDER BY terminations.id
                    """
            )
        }
        #expect(labels == Array(repeating: "Te duur", count: 1000) + ["Te prijzig"])
    }
}

@Suite(.everyEngine) struct `Rehearsing settings` {
    private static let aliased = LedgerFixture.settings.replacing(
        "code: price",
        with: "code: price\n    aliases: [prize]"
    )

    @Test func `finds which open dead letters would be accepted, and changes nothing`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("a", reason: "prize"), .termination("b", reason: "nonsense"))
        let ids = try fixture.ledger.deadLetters(limit: 10).map(\.id)
        let document = try Settings.parse(yamlOrJSON: Self.aliased)
        let before = try fixture.count("events")
        let outcomes = try fixture.recorder.previewReplay(ids, under: document, at: LedgerFixture.now)
        #expect(outcomes.filter(\.isResolved).map(\.messageID) == ["m-a"])
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
        #expect(try fixture.count("events") == before)
        #expect(try fixture.count("terminations") == 0)
    }

    @Test func `does not judge by the rehearsed version afterwards`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("a", reason: "prize"))
        let ids = try fixture.ledger.deadLetters(limit: 10).map(\.id)
        let document = try Settings.parse(yamlOrJSON: Self.aliased)
        _ = try fixture.recorder.previewReplay(ids, under: document, at: LedgerFixture.now)
        // The real version 2 is another one than the rehearsed.
        try fixture.apply(LedgerFixture.settings.replacing("Te duur", with: "Te prijzig"))
        #expect(try fixture.record(.termination("b", reason: "prize")).map(\.name) == ["unknown-reason"])
    }
}
