import JSON
import Terminations
import Testing

@Suite struct `The event of a refused message` {
    private let context = EventContext(
        sequence: 1,
        contractSequence: 0,
        source: "/terminus",
        recordedAt: Instant(rfc3339: "2026-03-01T09:15:31Z")!
    )

    private static let noncharacter = Unicode.Scalar(0xFFFF as UInt16).map { String($0) }

    private func event(_ parsed: ParsedMessage, _ context: EventContext? = nil) -> Event {
        let violations = Judge(settings: Sample.settings()).judge(parsed, history: .none).violations
        return Event.rejected(
            deadLetterID: "dl-1",
            parsed: parsed,
            violations: violations,
            context: context ?? self.context
        )
    }

    @Test func `contains the violations, to the byte`() {
        let event = event(Sample.parsed(["customerId": nil, "reasonCode": #""prize""#]))
        let expected =
            #"{"specversion":"1.0","id":"3b64d449-e3f3-5d07-beb0-5708393bd301","source":"/terminus","#
            + #""type":"contract.termination.rejected.v1","subject":"c-1","time":"2026-03-01T09:15:31Z","#
            + #""datacontenttype":"application/json","dataschema":"urn:terminus:schema:contract.termination.rejected.v1","#
            + #""sequence":"1","partitionkey":"c-1","causationid":"m-1","#
            + #""data":{"deadLetterId":"dl-1","messageId":"m-1","terminationId":"t-1","contractId":"c-1","violations":["#
            + #"{"code":"missing-field","pointer":"/customerId","message":"The field customerId is missing.","#
            + #""expected":"string of 1 to 64 printable characters"},"#
            + #"{"code":"unknown-reason","pointer":"/reasonCode","message":"The settings have no such reason.","#
            + #""suggestion":"price"}],"receivedAt":"2026-03-01T09:15:31Z"}}"#
        #expect(String(decoding: event.body, as: UTF8.self) == expected)
        #expect(event.contractSequence == nil)
        #expect(event.contractID == "c-1")
    }

    @Test func `has the dead letter as its subject where nothing could be read`() throws {
        let event = event(ParsedMessage(IncomingMessage(body: [0xFF])))
        let json = try #require(JSONValue(parsing: event.body).object)
        #expect(event.id == "3b64d449-e3f3-5d07-beb0-5708393bd301")
        #expect(event.subject == "dl-1")
        #expect(event.contractID == nil)
        #expect(json["subject"] == .string("dl-1"))
        #expect(json["causationid"] == nil)
        #expect(json["partitionkey"] == nil)
        #expect(json["data"]?.object?.members.map(\.name) == ["deadLetterId", "violations", "receivedAt"])
    }

    @Test(arguments: [nil, "", "a\nb", "\u{7F}", "\u{9F}", noncharacter])
    func `leaves out a correlation id that CloudEvents does not allow`(correlationID: String?) throws {
        var context = context
        context.correlationID = correlationID
        let json = try #require(JSONValue(parsing: event(Sample.parsed(), context).body).object)
        #expect(json["correlationid"] == nil)
    }

    @Test(arguments: [
        nil, "", "x", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
    ])
    func `leaves out a trace context that is not well formed`(traceparent: String?) throws {
        var context = context
        context.traceparent = traceparent
        context.tracestate = "a=b"
        let json = try #require(JSONValue(parsing: event(Sample.parsed(), context).body).object)
        #expect(json["traceparent"] == nil)
        #expect(json["tracestate"] == nil)
    }

    @Test func `replaces what CloudEvents does not allow in ids, and keeps them in its data`() throws {
        let noncharacter = try #require(Self.noncharacter)
        let event = event(Sample.parsed(["contractId": "\"c\(noncharacter)é\"", "customerId": nil]))
        let json = try #require(JSONValue(parsing: event.body).object)
        #expect(json["subject"] == .string("c\u{FFFD}é"))
        #expect(json["data"]?.object?["contractId"] == .string("c\(noncharacter)é"))
        #expect(event.contractID == "c\(noncharacter)é")
    }

    @Test func `treats an id with control characters as absent`() throws {
        let event = event(Sample.parsed(["contractId": #""c\n""#, "messageId": #""m\u0085""#]))
        let json = try #require(JSONValue(parsing: event.body).object)
        #expect(json["subject"] == .string("dl-1"))
        #expect(json["causationid"] == nil)
        #expect(json["partitionkey"] == nil)
    }
}

@Suite struct `Event types` {
    @Test func `are those of the message contract`() {
        let table = EventType.allCases.map { "\($0.rawValue) \($0.dataSchema) \($0.mayBeUnroutable)" }
        #expect(
            table == [
                "contract.terminated.v1 urn:terminus:schema:contract.terminated.v1 false",
                "contract.termination.corrected.v1 urn:terminus:schema:contract.termination.corrected.v1 false",
                "contract.termination.withdrawn.v1 urn:terminus:schema:contract.termination.withdrawn.v1 false",
                "contract.termination.effective.v1 urn:terminus:schema:contract.termination.effective.v1 false",
                "contract.termination.rejected.v1 urn:terminus:schema:contract.termination.rejected.v1 true",
                "cancellation-reason.changed.v1 urn:terminus:schema:cancellation-reason.changed.v1 true",
            ]
        )
    }
}
