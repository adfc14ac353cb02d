import Terminations
import Testing
import YAML

@Suite struct `Settings files` {
    static let complete = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasonRequired:
          - required: true
            from: 2026-01-01
            when: {contractType: [maintenance], initiator: [customer], terminationType: [ordinary], customerKind: [business]}
        note: {maxLength: 500, publish: true}
        maxBackdatingDays: 30
        heldFor: PT1H
        reasons:
          - code: price
            labels: {nl: Te duur, en: Too expensive}
            category: commercial
            voluntary: true
          - code: other
            labels: {nl: Anders, en: Other}
            note: {rule: required, minLength: 10}
            allowed: {initiator: [customer], terminationType: [ordinary], contractType: [maintenance]}
            validFrom: 2026-01-01
            validThrough: 2026-12-31
            aliases: [misc, anders]
            replacedBy: price
            sensitive: true
            attributes: {creditPolicy: prorate, dunning: false}
        """

    @Test func `are read in full`() throws {
        let settings = try Settings.parse(yamlOrJSON: Self.complete).settings
        #expect(settings.timeZone == Zone("Europe/Amsterdam"))
        #expect(settings.defaultLanguage == "nl")
        let rule = try #require(settings.reasonRequired.rules.first)
        #expect(rule.isRequired)
        #expect(rule.from == LocalDate("2026-01-01"))
        #expect(rule.when.contractTypes == ["maintenance"])
        #expect(rule.when.initiators == [.customer])
        #expect(rule.when.terminationTypes == [.ordinary])
        #expect(rule.when.customerKinds == [.business])
        #expect(settings.note.maxLength == 500)
        #expect(settings.note.publish)
        #expect(settings.maxBackdatingDays == 30)
        #expect(settings.heldFor == .seconds(3600))
        #expect(settings.reasons.map(\.code) == ["price", "other"])
        let other = try #require(settings.reasons.last)
        #expect(other.labels == ["nl": "Anders", "en": "Other"])
        #expect(other.category == nil)
        #expect(other.voluntary == nil)
        #expect(other.note.presence == .required)
        #expect(other.note.minLength == 10)
        #expect(other.allowed.initiators == [.customer])
        #expect(other.allowed.terminationTypes == [.ordinary])
        #expect(other.allowed.contractTypes == ["maintenance"])
        #expect(other.validFrom == LocalDate("2026-01-01"))
        #expect(other.validThrough == LocalDate("2026-12-31"))
        #expect(other.aliases == ["misc", "anders"])
        #expect(other.replacedBy == "price")
        #expect(other.isSensitive)
        #expect(other.attributes["creditPolicy"] == .string("prorate"))
        #expect(other.attributes["dunning"] == .bool(false))
    }

    @Test func `have defaults for all but zone and language`() throws {
        let settings = try Settings.parse(yamlOrJSON: "timeZone: UTC\ndefaultLanguage: en").settings
        #expect(settings.reasonRequired == .always(false))
        #expect(settings.note == .standard)
        #expect(settings.note.maxLength == 2000)
        #expect(!settings.note.publish)
        #expect(settings.maxBackdatingDays == 365)
        #expect(settings.heldFor == .seconds(600))
        #expect(settings.reasons == [])
    }

    @Test func `have one canonical text, however the file is laid out`() throws {
        let yaml = "defaultLanguage: 'en'\ntimeZone: UTC   # comment\nmaxBackdatingDays: 0x10\n"
        let json = #"{"maxBackdatingDays": 1.6e1, "timeZone": "UTC", "defaultLanguage": "en"}"#
        let document = try Settings.parse(yamlOrJSON: yaml)
        #expect(document == (try Settings.parse(yamlOrJSON: json)))
        #expect(document.canonicalJSON == #"{"defaultLanguage":"en","maxBackdatingDays":16,"timeZone":"UTC"}"#)
        // printf '{"defaultLanguage":"en","maxBackdatingDays":16,"timeZone":"UTC"}' | sha256sum
        #expect(document.hash == "d85e4ec5f444bf4b8a39a04e199ae9d27fe6690da624d3a75b71a045de7ce4ef")
        #expect(try Settings.parse(yamlOrJSON: document.canonicalJSON) == document)
    }

    @Test func `read back from their canonical text are the same`() throws {
        let document = try Settings.parse(yamlOrJSON: Self.complete)
        #expect(try Settings.parse(yamlOrJSON: document.canonicalJSON) == document)
    }
}
