import Application
import Ledger
import Terminations
import TestSupport
import Testing

@Suite struct `A plan to change the settings` {
    private static let renamed = Sample.settings.replacing("Te duur", with: "Te prijzig")
    private static let other = Sample.settings.replacing("Verhuisd", with: "Weg")

    @Test func `changes nothing before it is executed, and then what it said`() throws {
        let fixture = try ActionFixture()
        try fixture.record([Sample.message("t-1")])
        let plan = try fixture.application.plan(ApplySettings(try ActionFixture.document(Self.renamed)))
        #expect((plan.preview.application.base, plan.preview.application.version) == (1, 2))
        #expect(plan.preview.application.difference.reasons.map(\.code) == ["price"])
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
        let outcome = try plan.execute(by: "ada", because: "clearer")
        #expect((outcome.application.version, outcome.application.eventCount) == (2, 1))
        let applied = try fixture.application.appliedSettings()
        #expect((applied.appliedBy, applied.reason) == ("ada", "clearer"))
    }

    @Test func `is refused where other settings were applied since the preview`() throws {
        let fixture = try ActionFixture()
        let plans = [
            try fixture.application.plan(ApplySettings(try ActionFixture.document(Self.renamed))),
            try fixture.application.plan(ChangeReason.retire("price", through: nil)),
            try fixture.application.plan(RollBackSettings(to: 1)),
        ]
        let others = try fixture.application.plan(ApplySettings(try ActionFixture.document(Self.other)))
        _ = try others.execute(by: "bob", because: "")
        for plan in plans where plan.preview.application.isNew {
            let error = #expect(throws: LedgerError.self) { try plan.execute(by: "ada", because: "") }
            #expect(error?.code == .settingsChanged)
        }
        #expect(try fixture.ledger.currentSettingsVersion() == 2)
    }

    @Test func `of the first settings is refused where somebody else was first`() throws {
        let fixture = try ActionFixture(settings: nil)
        let first = try fixture.application.plan(ApplySettings(try ActionFixture.document(Sample.settings)))
        #expect(first.preview.application.base == nil)
        let second = try fixture.application.plan(ApplySettings(try ActionFixture.document(Self.renamed)))
        #expect(try first.execute(by: "ada", because: "").application.version == 1)
        let error = #expect(throws: LedgerError.self) { try second.execute(by: "bob", because: "") }
        #expect(error?.code == .settingsChanged)
    }

    @Test func `names what is wrong with a change, and a remedy without a command`() throws {
        let fixture = try ActionFixture()
        let retire = ChangeReason.retire("price", through: LocalDate("2035-12-31"))
        _ = try fixture.application.plan(retire).execute(by: "ada", because: "")
        let error = #expect(throws: ApplicationError.self) { try fixture.application.plan(retire) }
        #expect(error?.code == .invalid)
        #expect(error?.remedy == .restoreOrEditReason(code: "price"))
        #expect(error?.description.contains("terminus ") == false)
        let unknown = #expect(throws: ApplicationError.self) { try fixture.application.reason("nothing") }
        #expect(unknown?.remedy == .listReasons)
        let version = #expect(throws: ApplicationError.self) { try fixture.application.plan(RollBackSettings(to: 9)) }
        #expect(version?.remedy == .listSettingsVersions)
        let none = try ActionFixture(settings: nil)
        let missing = #expect(throws: ApplicationError.self) { try none.application.appliedSettings() }
        #expect((missing?.code, missing?.remedy) == (.noSettings, .applySettings))
    }

    @Test func `keeps reasons that recorded terminations have when it goes back to an earlier version`() throws {
        let fixture = try ActionFixture()
        let added = Sample.settings + "\n  - {code: sold, labels: {nl: Verkocht}}"
        _ = try fixture.ledger.apply(ActionFixture.document(added), by: "tests", at: .now)
        try fixture.record([Sample.message("t-1", reason: "sold")])
        let plan = try fixture.application.plan(RollBackSettings(to: 1))
        #expect(plan.preview.kept.map(\.code) == ["sold"])
        #expect(plan.preview.restoredVersion == 1)
        _ = try plan.execute(by: "ada", because: "")
        let settings = try fixture.application.appliedSettings().settingsDocument().settings
        #expect(settings.reason("sold")?.validThrough != nil)
    }

    @Test func `forecasts the open dead letters, and says how far it is`() throws {
        let fixture = try ActionFixture()
        try fixture.record([Sample.message("t-1", reason: "dear"), Sample.message("t-2", reason: "nonsense")])
        let aliased = Sample.settings.replacing("code: price", with: "code: price\n    aliases: [dear]")
        var seen: [[Int]] = []
        let plan = try fixture.application.plan(ApplySettings(try ActionFixture.document(aliased))) {
            seen.append([$0, $1])
        }
        #expect(seen.last == [2, 2])
        let forecast = try #require(plan.preview.impact.forecast)
        #expect((forecast.open, forecast.resolved, forecast.rejected) == (2, 1, 1))
        let answer = try json { plan.preview.dryRun.write(to: &$0) }
        #expect(answer["dryRun"]?.bool == true)
        #expect(answer["deadLetters"]?.object?["accepted"]?.integer == 1)
    }
}
