import JSON
import Terminations
import Testing

@Suite struct `The event of a termination` {
    static let settings = """
        note: {publish: false}
        reasons:
          - code: price
            labels: {nl: Te duur, en: Too expensive}
            aliases: [cost]
            category: commercial
            voluntary: true
            attributes: {creditPolicy: prorate, dunning: false}
          - {code: fraud, labels: {nl: Fraude}, sensitive: true, category: risk, attributes: {dunning: true}}
        """

    static let context = EventContext(
        sequence: 42,
        contractSequence: 3,
        source: "urn:terminus:test",
        recordedAt: Instant(rfc3339: "2026-03-01T09:15:31.25Z")!,
        correlationID: "corr-1",
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        tracestate: "a=b"
    )

    static func event(
        _ changes: KeyValuePairs<String, String?> = [:],
        settings: String = settings,
        context: EventContext = context
    ) throws -> Event {
        let verdict = Judge(settings: Sample.settings(settings)).judge(Sample.parsed(changes), history: .none)
        return Event.announcing(.terminated(try #require(verdict.termination)), context: context)
    }

    static func json(_ changes: KeyValuePairs<String, String?> = [:], settings: String = settings) throws -> JSONObject
    {
        try #require(JSONValue(parsing: event(changes, settings: settings).body).object)
    }

    static func data(_ changes: KeyValuePairs<String, String?> = [:], settings: String = settings) throws -> JSONObject
    {
        try #require(json(changes, settings: settings)["data"]?.object)
    }

    @Test func `is a structured CloudEvent, to the byte`() throws {
        let expected =
            #"{"specversion":"1.0","id":"cda19804-013e-56d3-9c8d-e104d300c863","source":"urn:terminus:test","type":"contract.terminated.v1","#
            + #""subject":"c-1","time":"2026-03-01T09:15:31.250Z","datacontenttype":"application/json","#
            + #""dataschema":"urn:terminus:schema:contract.terminated.v1","sequence":"42","partitionkey":"c-1","#
            + #""causationid":"m-1","correlationid":"corr-1","#
            + #""traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","tracestate":"a=b","#
            + #""data":{"terminationId":"t-1","revision":1,"contractId":"c-1","customerId":"k-1","#
            + #""contractType":"maintenance","customerKind":"business","terminationType":"ordinary","#
            + #""initiator":"customer","batchId":"b-1","channel":"portal","contractSequence":3,"#
            + #""reason":{"code":"price","givenCode":"price","label":"Te duur","language":"nl","#
            + #""labels":{"en":"Too expensive","nl":"Te duur"},"category":"commercial","voluntary":true,"#
            + #""settingsVersion":7,"attributes":{"creditPolicy":"prorate","dunning":false}},"notePresent":true,"#
            + #""endDate":"2026-03-31","billingStopsAt":"2026-03-31T22:00:00Z","#
            + #""timeZone":"Europe/Amsterdam","contract":{"startDate":"2020-01-01","termEndDate":"2026-12-31","#
            + #""noticePeriod":"P1M","billedThrough":"2026-06-30","billingPeriod":"P3M","periodAmount":12999,"#
            + #""currency":"EUR"},"neverInForce":false,"#
            + #""notice":{"receivedOn":"2026-03-01","period":"P1M","to":"day","earliestEndDate":"2026-04-01","satisfied":false},"#
            + #""early":true,"remainingTermDays":275,"backdatedDays":0,"#
            + #""overbilled":{"from":"2026-04-01","through":"2026-06-30"},"unbilled":null,"#
            + #""recurring":{"currency":"EUR","periodAmount":12999,"billingPeriod":"P3M","monthlyAmountLost":4333},"#
            + #""occurredAt":"2026-03-01T09:15:30Z","recordedAt":"2026-03-01T09:15:31.250Z","settingsVersion":7}}"#
        let event = try Self.event()
        #expect(String(decoding: event.body, as: UTF8.self) == expected)
        #expect(event.type == .terminated)
        #expect(event.subject == "c-1")
        #expect(event.contractID == "c-1")
        #expect(event.contractSequence == 3)
    }

    @Test func `leaves out facts that are absent`() throws {
        let data = try Self.data([
            "contract": nil, "reasonCode": nil, "note": nil, "contractType": nil, "customerKind": nil, "initiator": nil,
            "batchId": nil, "channel": nil, "receivedOn": nil, "timeZone": nil,
        ])
        #expect(
            data.members.map(\.name) == [
                "terminationId", "revision", "contractId", "customerId", "terminationType", "contractSequence",
                "reason",
                "notePresent", "endDate", "billingStopsAt", "timeZone", "neverInForce", "backdatedDays", "occurredAt",
                "recordedAt",
                "settingsVersion",
            ]
        )
        #expect(data["reason"] == .null)
        #expect(data["notePresent"] == .bool(false))
        #expect(data["billingStopsAt"] == .string("2026-03-31T22:00:00Z"))
    }

    /// Made with Python's `uuid.uuid5`, in the namespace `uuid5(NAMESPACE_URL, "urn:terminus:events")`.
    @Test(arguments: [
        (EventType.terminated, "t-1", 1, "cda19804-013e-56d3-9c8d-e104d300c863"),
        (.terminated, "t-1", 2, "fa0bb593-3de1-524c-a04e-608eac3d373a"),
        (.withdrawn, "T-2026-é😀", 3, "706afac9-4eec-5d53-ae47-869fd6f252e9"),
    ])
    func `always has the same id`(type: EventType, terminationID: String, revision: Int, id: String) {
        #expect(Event.id(of: type, terminationID: terminationID, revision: revision) == id)
    }

    @Test func `has an id that does not depend on time and place`() throws {
        var later = Self.context
        later.sequence = 99
        later.recordedAt = .latest
        #expect(try Self.event(context: later).id == Self.event().id)
    }

    @Test func `contains the note only where the settings publish it`() throws {
        #expect(try Self.data()["note"] == nil)
        let published = Self.settings.replacing("publish: false", with: "publish: true")
        #expect(try Self.data(settings: published)["note"] == .string("Found a better offer"))
        #expect(try Self.data(["note": nil], settings: published)["note"] == nil)
        let sensitive = try Self.data(["reasonCode": #""fraud""#], settings: published)
        #expect(sensitive["note"] == nil)
        #expect(sensitive["notePresent"] == .bool(true))
    }

    @Test func `withholds a sensitive reason`() throws {
        let event = try Self.event(["reasonCode": #""FRAUD""#])
        let text = String(decoding: event.body, as: UTF8.self)
        #expect(!text.lowercased().contains("frau"))
        let expected =
            #"{"code":"withheld","givenCode":"withheld","label":"withheld","language":"nl","labels":{},"#
            + #""category":"risk","settingsVersion":7,"attributes":{"dunning":true}}"#
        #expect(text.contains(#""reason":\#(expected)"#))
    }

    @Test func `keeps the complete reason for the ledger`() throws {
        let parsed = Sample.parsed(["reasonCode": #"" FRAUD""#])
        let verdict = Judge(settings: Sample.settings(Self.settings)).judge(parsed, history: .none)
        let reason = try #require(verdict.termination?.reason)
        var writer = JSONWriter()
        reason.writeComplete(to: &writer)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(
            text.hasPrefix(#"{"code":"fraud","givenCode":"FRAUD","label":"Fraude","language":"nl","labels":{"nl":"#)
        )
    }
}
