import Testing

@testable import Terminations

@Suite struct `The rules that applied to a message` {
    private static let settings = Sample.settings(
        """
        reasonRequired:
          - {required: false}
          - {required: true, from: 2026-01-01, when: {contractType: [maintenance]}}
          - {required: false, when: {initiator: [system]}}
        reasons:
          - code: price
            labels: {nl: Te duur}
            aliases: [cost]
            validThrough: 2026-12-31
            note: {rule: required, minLength: 5}
        """
    )

    private static func rules(_ changes: KeyValuePairs<String, String?>) throws -> AppliedRules {
        try #require(AppliedRules(to: Sample.parsed(changes), by: settings))
    }

    @Test(arguments: [
        // Midnight in Amsterdam is 23:00 UTC of the day before.
        ("2025-12-31T22:59:59Z", #""maintenance""#, #""customer""#, 1),
        ("2025-12-31T23:00:00Z", #""maintenance""#, #""customer""#, 2),
        ("2026-03-01T00:00:00Z", #""lease""#, #""customer""#, 1),
        ("2026-03-01T00:00:00Z", #""maintenance""#, #""system""#, 3),
    ])
    func `include the rule that decides whether a reason is required`(
        occurredAt: String,
        contractType: String,
        initiator: String,
        number: Int
    ) throws {
        let changes: KeyValuePairs<String, String?> = [
            "occurredAt": "\"\(occurredAt)\"", "contractType": contractType, "initiator": initiator,
            "reasonCode": nil, "receivedOn": nil,
        ]
        let rules = try Self.rules(changes)
        #expect(rules.reasonRule?.number == number)
        #expect(rules.reasonRule?.count == 3)
        // The judge goes by the same rule.
        let verdict = Judge(settings: Self.settings).judge(Sample.parsed(changes), history: .none)
        var isRequired = false
        if case .rejected(let violations) = verdict { isRequired = violations.contains { $0.code == .reasonRequired } }
        #expect(rules.reasonRule?.rule.isRequired == isRequired)
    }

    @Test func `include the reason, its validity and its note rule, also for an alias`() throws {
        let rules = try Self.rules(["reasonCode": #""COST""#])
        #expect(rules.reason?.code == "price")
        #expect(rules.isAlias)
        #expect(rules.reason?.validThrough == LocalDate("2026-12-31"))
        #expect(rules.reason?.note == NoteRule(presence: .required, minLength: 5))
        #expect(try !Self.rules(["reasonCode": #""PRICE""#]).isAlias)
        #expect(try Self.rules(["reasonCode": #""unknown""#]).reason == nil)
    }

    @Test func `use the settings' zone for dated rules and the contract's for end dates`() throws {
        let rules = try Self.rules(["occurredAt": #""2026-02-28T23:30:00Z""#, "timeZone": #""America/New_York""#])
        #expect(rules.judgedOn == LocalDate("2026-03-01"))
        #expect(rules.timeZone.name == "America/New_York")
        #expect(try Self.rules(["timeZone": nil]).timeZone.name == "Europe/Amsterdam")
    }

    @Test func `have no deciding rule where none matches`() throws {
        let settings = Sample.settings("reasonRequired: [{required: true, from: 2027-01-01}]")
        #expect(try #require(AppliedRules(to: Sample.parsed(), by: settings)).reasonRule == nil)
    }

    @Test func `ignore the reason of a withdrawal`() throws {
        let rules = try Self.rules(["action": #""withdraw""#, "revision": "2"])
        #expect(!rules.looksAtReason)
        #expect(rules.reasonRule == nil)
        #expect(rules.reason == nil)
    }

    @Test func `do not exist for a message that is not valid by itself`() {
        #expect(AppliedRules(to: Sample.parsed(["endDate": nil]), by: Self.settings) == nil)
    }
}

@Suite struct `Comparing two messages of a termination` {
    @Test(arguments: [
        ("endDate", "2026-06-30", "2026-03-31"), ("reasonCode", "other", "price"),
        ("terminationType", "mutual", "ordinary"), ("timeZone", "UTC", "Europe/Amsterdam"),
        ("note", "new", "Found a better offer"), ("contract.billedThrough", "2026-03-31", "2026-06-30"),
        ("contract.billingPeriod", "P1M", "P3M"), ("contract.currency", "USD", "EUR"),
        ("customerKind", "consumer", "business"), ("channel", "phone", "portal"),
    ])
    func `names the field that changed`(field: String, new: String, old: String) throws {
        let body = Sample.changing(Sample.changed([:]), field, to: "\"\(new)\"")
        let next = try #require(ParsedMessage(IncomingMessage(body: Sample.bytes(body))).message)
        let message = try #require(Sample.parsed().message)
        #expect(message.changes(to: next) == [MessageChange(field, from: old, to: new)])
        #expect(next.changes(to: message) == [MessageChange(field, from: new, to: old)])
    }

    @Test func `names what was added and what was removed, in the order of the message contract`() throws {
        let message = try #require(Sample.parsed(["note": nil]).message)
        let next = try #require(Sample.parsed(["contract": nil, "reasonCode": nil]).message)
        let changes = message.changes(to: next)
        #expect(
            changes.map(\.field) == [
                "reasonCode", "note", "contract.startDate", "contract.termEndDate", "contract.noticePeriod",
                "contract.billedThrough", "contract.billingPeriod", "contract.periodAmount", "contract.currency",
            ]
        )
        #expect(changes[0] == MessageChange("reasonCode", from: "price", to: nil))
        #expect(changes[1].old == nil)
        #expect(changes.map(\.isNote) == [false, true] + Array(repeating: false, count: 7))
        #expect(changes.map(\.isReasonCode) == [true] + Array(repeating: false, count: 8))
    }

    @Test func `finds no change in ids, revision and when it was made`() throws {
        let message = try #require(Sample.parsed().message)
        let next = try #require(
            Sample.parsed([
                "messageId": #""m-2""#, "action": #""correct""#, "revision": "2",
                "occurredAt": #""2026-03-02T00:00:00Z""#,
            ]).message
        )
        #expect(message.changes(to: next).isEmpty)
    }
}
