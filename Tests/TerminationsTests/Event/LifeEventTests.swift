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
        let verdict = judge.judge(Sample.reading(["reasonCode": "\"\(reason)\""]), history: .none)
        var recorded = RecordedTermination(try #require(verdict.termination))
        recorded.effectiveAt = effectiveAt
        return recorded
    }

    private func event(
        _ changes: KeyValuePairs<String, String?>,
        after recorded: RecordedTermination
    ) throws -> JSONObject {
        let verdict = judge.judge(Sample.reading(changes), history: History(termination: recorded))
        guard case .accepted(let fact) = verdict else {
            Issue.record("\(verdict.lines)")
            return JSONObject()
        }
        return try #require(JSONValue(parsing: Event.telling(fact, context: context).body).object)
    }

    @Test func `name in a correction what it supersedes, and all that holds now`() throws {
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
        #expect(data["overbilled"] == nil)
        #expect(data["revision"]?.integer == 2)
        #expect(data["contractSequence"]?.integer == 2)
    }

    @Test func `say in a withdrawal what no longer holds, to the byte`() throws {
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
            Sample.reading(message),
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
            + #""billingStopsAt":"2026-03-31T22:00:00Z","supersedes":"cda19804-013e-56d3-9c8d-e104d300c863","#
            + #""tookEffectAt":"2026-03-31T22:00:00Z","occurredAt":"2026-04-02T08:15:30Z","#
            + #""recordedAt":"2026-03-05T09:15:31.250Z","settingsVersion":7}}"#
        let text = String(decoding: Event.telling(fact, context: context).body, as: UTF8.self)
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

    @Test func `tell the effect with what billing needs to stop`() throws {
        let event = Event.effective(Effect(of: try recorded(), messageID: "m-1"), context: context)
        #expect(event.id == Event.id(of: .effective, terminationID: "t-1", revision: 1))
        #expect(event.contractSequence == 2)
        let body = try #require(JSONValue(parsing: event.body).object)
        #expect(body["causationid"]?.string == "m-1")
        #expect(
            body["data"]?.object?.members.map(\.name) == [
                "terminationId", "revision", "contractId", "customerId", "contractType", "customerKind",
                "terminationType", "initiator", "contractSequence", "reason", "endDate", "billingStopsAt", "recordedAt",
            ]
        )
    }

    @Test func `supersede the revision before, whatever it was`() throws {
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

    @Test func `holds it while its termination is not known`() {
        #expect(judge.judge(Sample.reading(correction), history: .none).lines == ["held"])
        let other = History(inForce: .other("t-9"))
        #expect(judge.judge(Sample.reading(correction), history: other).lines == ["held"])
        #expect(
            judge.judge(Sample.reading(["action": #""withdraw""#, "revision": "2"]), history: other).lines == ["held"]
        )
    }

    @Test func `judges a correction by every rule of a fresh termination`() {
        let reading = Sample.reading([
            "action": #""correct""#, "revision": "2", "reasonCode": #""prce""#, "endDate": #""2020-01-01""#,
        ])
        #expect(
            judge.judge(reading, history: .none).lines
                == [
                    "unknown-reason /reasonCode", "end-date-before-start /endDate", "backdated-too-far /endDate",
                ].filter { !$0.hasPrefix("end-date") }
        )
    }

    @Test func `asks of a withdrawal only who and when`() {
        let strict = Judge(settings: Sample.settings("reasonRequired: true\nmaxBackdatingDays: 0"))
        let reading = Sample.reading([
            "action": #""withdraw""#, "revision": "2", "reasonCode": nil, "endDate": nil, "contractType": nil,
            "customerKind": nil, "terminationType": nil, "initiator": nil, "note": nil, "receivedOn": nil,
            "timeZone": nil, "contract": nil, "batchId": nil, "channel": nil, "requestedBy": nil,
        ])
        #expect(strict.judge(reading, history: .none).lines == ["held"])
    }

    @Test func `still minds the length of a withdrawal's note`() {
        let short = Judge(settings: Sample.settings("note: {maxLength: 3}"))
        let reading = Sample.reading(["action": #""withdraw""#, "revision": "2"])
        #expect(short.judge(reading, history: .none).lines == ["too-long /note"])
    }
}
