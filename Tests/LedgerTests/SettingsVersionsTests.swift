import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Versions of the settings` {
    @Test func `are numbered from one and never changed`() throws {
        let fixture = try LedgerFixture()
        let changed = LedgerFixture.settings.replacingOccurrences(of: "Te duur", with: "Te prijzig")
        #expect(try fixture.apply(changed) == 2)
        let history = try fixture.ledger.settingsHistory()
        #expect(history.map(\.version) == [2, 1])
        #expect(history[1].document.contains("Te duur"))
        #expect(history[0].document.contains("Te prijzig"))
        #expect(history.allSatisfy { $0.appliedBy == "tester" && $0.appliedAt == LedgerFixture.now })
    }

    @Test func `stay as they are when the current settings are applied again`() throws {
        let fixture = try LedgerFixture()
        let document = try Settings.parse(yamlOrJSON: LedgerFixture.settings)
        let application = try fixture.ledger.apply(document, by: "tester", at: LedgerFixture.now)
        #expect(application.version == 1)
        #expect(!application.isNew)
    }

    @Test func `come back when earlier settings are applied again`() throws {
        let fixture = try LedgerFixture()
        try fixture.apply("timeZone: UTC\ndefaultLanguage: en")
        #expect(try fixture.apply(LedgerFixture.settings) == 3)
    }

    @Test func `can each be shown`() throws {
        let fixture = try LedgerFixture()
        try fixture.apply("timeZone: UTC\ndefaultLanguage: en")
        #expect(try fixture.ledger.appliedSettings()?.version == 2)
        #expect(try fixture.ledger.appliedSettings(1)?.document.contains("Amsterdam") == true)
        #expect(try fixture.ledger.appliedSettings(7) == nil)
        #expect(try fixture.ledger.currentSettings()?.settings.defaultLanguage == "en")
    }
}
