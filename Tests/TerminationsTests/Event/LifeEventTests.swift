import JSON
import Terminations
import Testing

@Suite struct `The events of a termination's life` {
    private let judge = Judge(settings: Sample.settings(TerminatedSettings.yaml))
    private let context = EventContext(
        sequence: 42,
        contractSequence: 2,
        source: "urn:terminus:test",
        recordedAt: Instant(rfc3339: "2026-03-05T09:15:31.25Z")!
    )

    private enum TerminatedSettings {
        static let yaml = """
            note: {publish: true}
            reasons:
              - {code: price, labels: {nl: Te duur}}
              - {code: fraud, labels: {nl: Fraude}, sensitive: true}
            """
    }

    /// What ``Sample`` recorded, as its first revision.
    private func recorded(effectiveAt: Instant? = nil, reason: String = "price") throws -> RecordedTermination {
        let verdict = judge.judge(Sample.parsed(["reasonCode": "\"\(reason)\""]), history: .none)
        var recorded = RecordedTermination(try #require(verdict.termination))
        recorded.effectiveAt = effectiveAt
        return recorded
    }

    private func event(
        _ changes: KeyValuePairs<String, String?>,
        after recorded: RecordedTermination
    ) throws -> JSONObject {
        let verdict = judge.judge(Sample.parsed(changes), history: History(termination: recorded))
        guard case .accepted(let fact) = verdict else {
            Issue.record("\(verdict.lines)")
            return JSONObject()
        }
        return try #require(JSONValue(parsing: Event.announcing(fact, context: context).body).object)
    }

    @Test func `contain in a correction what it supersedes and the whole present state`() throws {
        let event = try event(
            ["messageId": #""m-2""#, "action": #""correct""#, "revision": "2", "endDate": #""2026-06-30""#],
            after: recorded()
        )
        #expect(event["type"]?.string == "contract.termination.corrected.v1")
        #expect(event["id"]?.string == Event.id(of: .corrected, terminationID: "t-1", revision: 2))
        #expect(event["causationid"]?.string == "m-2")
        let data = try #require(event["data"]?.object)
        #expect(
            data["supersedes"]?.string == Event.id(of: .terminated, terminationID: "t-1", revision: 1)
        )
        #expect(data["tookEffectAt"] == nil)
        #expect(data["endDate"]?.string == "2026-06-30")
        #expect(data["billingStopsAt"]?.string == "2026-06-30T22:00:00Z")
        #expect(data["overbilled"] == .null)
        #expect(data["previous"]?.object?["endDate"]?.string == "2026-03-31")
        #expect(data["previous"]?.object?["billingStopsAt"]?.string == "2026-03-31T22:00:00Z")
        #expect(data["previous"]?.object?["overbilled"]?.object?["through"]?.string == "2026-06-30")
        #expect(data["revision"]?.integer == 2)
        #expect(data["contractSequence"]?.integer == 2)
    }

    @Test func `contain in a withdrawal what it supersedes, to the byte`() throws {
        let took = Instant(rfc3339: "2026-03-31T22:00:00Z")!
        let message = KeyValuePairs<String, String?>(
            dictionaryLiteral: ("messageId", #""m-3""#),
            ("action", #""withdraw""#),
            ("revision", "3"),
            ("reasonCode", #""no such""#),
            ("endDate", nil),
            ("note", #""stays""#),
            ("contract", nil),
            ("occurredAt", #""2026-04-02T10:15:30+02:00""#)
        )
        let verdict = judge.judge(
            Sample.parsed(message),
            history: History(termination: try recorded(effectiveAt: took))
        )
        guard case .accepted(let fact) = verdict else {
            Issue.record("\(verdict.lines)")
            return
        }
        let expected =
            #""data":{"terminationId":"t-1","revision":3,"contractId":"c-1","customerId":"k-1","#
            + #""contractType":"maintenance","customerKind":"business","terminationType":"ordinary","#
            + #""initiator":"customer","batchId":"b-1","channel":"portal","contractSequence":2,"#
            + #""reason":{"code":"price","givenCode":"price","label":"Te duur","language":"nl","labels":{"nl":"Te duur"},"#
            + #""settingsVersion":7,"attributes":{}},"notePresent":true,"note":"stays","endDate":"2026-03-31","#
            + #""billingStopsAt":"2026-03-31T22:00:00Z","#
            + #""timeZone":"Europe/Amsterdam","contract":{"startDate":"2020-01-01","termEndDate":"2026-12-31","#
            + #""noticePeriod":"P1M","billedThrough":"2026-06-30","billingPeriod":"P3M","periodAmount":12999,"#
            + #""currency":"EUR"},"neverInForce":false,"#
            + #""previous":{"endDate":"2026-03-31","billingStopsAt":"2026-03-31T22:00:00Z","#
            + #""overbilled":{"from":"2026-04-01","through":"2026-06-30"}},"contractTerminatedBy":null,"#
            + #""notice":{"receivedOn":"2026-03-01","period":"P1M","to":"day","earliestEndDate":"2026-04-01","satisfied":false},"#
            + #""early":true,"remainingTermDays":275,"backdatedDays":0,"#
            + #""overbilled":{"from":"2026-04-01","through":"2026-06-30"},"unbilled":null,"#
            + #""recurring":{"currency":"EUR","periodAmount":12999,"billingPeriod":"P3M","monthlyAmountLost":4333},"#
            + #""supersedes":"cda19804-013e-56d3-9c8d-e104d300c863","#
            + #""tookEffectAt":"2026-03-31T22:00:00Z","occurredAt":"2026-04-02T08:15:30Z","#
            + #""recordedAt":"2026-03-05T09:15:31.250Z","settingsVersion":7}}"#
        let text = String(decoding: Event.announcing(fact, context: context).body, as: UTF8.self)
        #expect(text.hasSuffix(expected))
    }

    @Test func `withhold a sensitive reason in each of them`() throws {
        let recorded = try recorded(reason: "fraud")
        let withdrawal = try event(
            ["messageId": #""m-3""#, "action": #""withdraw""#, "revision": "3", "note": #""secret""#],
            after: recorded
        )
        let effect = Event.effective(Effect(of: recorded, messageID: "m-1"), context: context)
        var writer = JSONWriter()
        writer.value(.object(withdrawal))
        for body in [writer.bytes, effect.body] {
            let text = String(decoding: body, as: UTF8.self)
            #expect(!text.contains("raud"))
            #expect(!text.contains("secret"))
            #expect(text.contains(#""code":"withheld""#))
        }
    }

    @Test func `contain in the effect what billing needs to stop`() throws {
        let event = Event.effective(Effect(of: try recorded(), messageID: "m-1"), context: context)
        #expect(event.id == Event.id(of: .effective, terminationID: "t-1", revision: 1))
        #expect(event.contractSequence == 2)
        let body = try #require(JSONValue(parsing: event.body).object)
        #expect(body["causationid"]?.string == "m-1")
        #expect(
            body["data"]?.object?.members.map(\.name) == [
                "terminationId", "revision", "contractId", "customerId", "contractType", "customerKind",
                "terminationType", "initiator", "batchId", "channel", "contractSequence", "reason", "notePresent",
                "note", "endDate", "billingStopsAt", "timeZone", "contract", "neverInForce", "notice", "early",
                "remainingTermDays", "backdatedDays", "overbilled", "unbilled", "recurring", "occurredAt", "recordedAt",
                "settingsVersion",
            ]
        )
    }

    @Test func `contain in the effect the recorded fields where the message is no longer kept`() throws {
        var pruned = try recorded()
        pruned.details = nil
        let event = Event.effective(Effect(of: pruned, messageID: "m-1"), context: context)
        let data = try #require(JSONValue(parsing: event.body).object?["data"]?.object)
        #expect(data["billingStopsAt"]?.string == "2026-03-31T22:00:00Z")
        #expect(data["reason"]?.object?["code"]?.string == "price")
        #expect(data["overbilled"] == nil)
    }

    @Test(
        arguments: [
            ([("t-2", nil, "2027-01-31")], "t-2"), ([("t-0", nil, "2019-12-31")], nil),
            // The contract goes on into its next term, which t-2 ends.
            ([("t-0", nil, "2019-12-31"), ("t-2", "2026-09-01", "2027-06-30")], "t-2"),
            ([("t-1", nil, "2026-03-31")], nil), ([], nil),
            // The next term never comes into force: that does not end this one.
            ([("t-2", "2026-09-01", "2026-08-31")], nil),
        ] as [([(String, String?, String)], String?)]
    )
    func `name in a withdrawal another termination that ends the contract`(
        others: [(id: String, from: String?, to: String)],
        terminatedBy: String?
    ) throws {
        let history = History(
            termination: try recorded(),
            inForce: others.map { TerminationInForce.other($0.id, from: $0.from, to: $0.to) }
        )
        let verdict = judge.judge(
            Sample.parsed(["messageId": #""m-3""#, "action": #""withdraw""#, "revision": "3"]),
            history: history
        )
        guard case .accepted(let fact) = verdict else {
            Issue.record("\(verdict.lines)")
            return
        }
        let event = try #require(JSONValue(parsing: Event.announcing(fact, context: context).body).object)
        let expected = terminatedBy.map(JSONValue.string) ?? .null
        #expect(event["data"]?.object?["contractTerminatedBy"] == expected)
    }

    @Test func `supersede the revision before`() throws {
        var corrected = try recorded()
        corrected.revision = 4
        corrected.action = .correct
        let event = try event(["messageId": #""m-5""#, "action": #""withdraw""#, "revision": "9"], after: corrected)
        #expect(
            event["data"]?.object?["supersedes"]?.string
                == Event.id(of: .corrected, terminationID: "t-1", revision: 4)
        )
    }
}

@Suite struct `Judging a correction or withdrawal` {
    private let judge = Judge(settings: Sample.settings())
    private let correction: KeyValuePairs<String, String?> = [
        "messageId": #""m-2""#, "action": #""correct""#, "revision": "2",
    ]

    @Test func `holds it until its termination is recorded`() {
        #expect(judge.judge(Sample.parsed(correction), history: .none).lines == ["held"])
        let other = History(inForce: [.other("t-9")])
        #expect(judge.judge(Sample.parsed(correction), history: other).lines == ["held"])
        #expect(
            judge.judge(Sample.parsed(["action": #""withdraw""#, "revision": "2"]), history: other).lines == ["held"]
        )
    }

    @Test func `judges a correction by every rule of a fresh termination`() {
        let parsed = Sample.parsed([
            "action": #""correct""#, "revision": "2", "reasonCode": #""prce""#, "endDate": #""2020-01-01""#,
        ])
        #expect(
            judge.judge(parsed, history: .none).lines
                == [
                    "unknown-reason /reasonCode", "end-date-before-start /endDate", "backdated-too-far /endDate",
                ].filter { !$0.hasPrefix("end-date") }
        )
    }

    @Test func `needs only the ids and the instant of a withdrawal`() {
        let strict = Judge(settings: Sample.settings("reasonRequired: true\nmaxBackdatingDays: 0"))
        let parsed = Sample.parsed([
            "action": #""withdraw""#, "revision": "2", "reasonCode": nil, "endDate": nil, "contractType": nil,
            "customerKind": nil, "terminationType": nil, "initiator": nil, "note": nil, "receivedOn": nil,
            "timeZone": nil, "contract": nil, "batchId": nil, "channel": nil, "requestedBy": nil,
        ])
        #expect(strict.judge(parsed, history: .none).lines == ["held"])
    }

    @Test func `judges the length of a withdrawal's note`() {
        let short = Judge(settings: Sample.settings("note: {maxLength: 3}"))
        let parsed = Sample.parsed(["action": #""withdraw""#, "revision": "2"])
        #expect(short.judge(parsed, history: .none).lines == ["too-long /note"])
    }
}
