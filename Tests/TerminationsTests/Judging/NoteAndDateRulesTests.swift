import Terminations
import Testing

@Suite struct `Judging a note` {
    private let settings = """
        note: {maxLength: 20}
        reasons:
          - {code: price, labels: {nl: Te duur}}
          - {code: other, labels: {nl: Anders}, note: {rule: required, minLength: 5}}
          - {code: long, labels: {nl: Lang}, note: {minLength: 5}}
          - {code: died, labels: {nl: Overleden}, note: {rule: forbidden}}
          - {code: gone, labels: {nl: Weg}, note: {rule: required}, replacedBy: price}
        """

    @Test(
        arguments: [
            ("price", nil, []), ("price", "a", []), ("price", "12345678901234567890", []),
            ("price", "123456789012345678901", ["too-long /note"]), ("price", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", []),
            ("other", nil, ["note-required /note"]), ("other", "   ", ["note-required /note"]),
            ("other", "1234", ["too-short /note"]), ("other", "  1234  ", ["too-short /note"]), ("other", "12345", []),
            ("other", "éééé", ["too-short /note"]), ("long", nil, []), ("long", "1234", ["too-short /note"]),
            ("died", nil, []), ("died", " ", []), ("died", "a", ["note-forbidden /note"]),
            ("died", "123456789012345678901", ["too-long /note", "note-forbidden /note"]),
            ("gone", nil, ["reason-retired /reasonCode"]),
            ("nowhere", "123456789012345678901", ["unknown-reason /reasonCode", "too-long /note"]),
        ] as [(String, String?, [String])]
    )
    func `keeps to the settings and the reason`(code: String, note: String?, lines: [String]) {
        let judge = Judge(settings: Sample.settings(settings))
        let reading = Sample.reading(["reasonCode": "\"\(code)\"", "note": note.map { "\"\($0)\"" }])
        #expect(judge.judge(reading, history: .none).violations.lines == lines)
    }

    @Test func `does not judge a note that cannot be read`() {
        let judge = Judge(settings: Sample.settings(settings))
        for code in ["other", "died"] {
            let reading = Sample.reading(["reasonCode": "\"\(code)\"", "note": "[]"])
            #expect(judge.judge(reading, history: .none).lines == ["wrong-type /note"])
        }
    }
}

@Suite struct `Judging dates` {
    private func lines(_ changes: KeyValuePairs<String, String?>, settings: String = "maxBackdatingDays: 30")
        -> [String]
    {
        Judge(settings: Sample.settings(settings)).judge(Sample.reading(changes), history: .none).violations.lines
    }

    @Test(arguments: [
        ("2026-01-30", []), ("2026-01-29", ["backdated-too-far /endDate"]), ("2026-03-01", []), ("2099-12-31", []),
    ])
    func `keeps an end date from lying too far back`(endDate: String, lines: [String]) {
        #expect(self.lines(["endDate": "\"\(endDate)\"", "occurredAt": #""2026-03-01T10:00:00Z""#]) == lines)
    }

    @Test(arguments: [
        ("Europe/Amsterdam", ["backdated-too-far /endDate"]), ("America/New_York", []),
        (nil, ["backdated-too-far /endDate"]),
    ])
    func `counts from the local date in the message's zone`(zone: String?, lines: [String]) {
        let changes: KeyValuePairs<String, String?> = [
            "endDate": #""2026-01-29""#, "occurredAt": #""2026-03-01T02:00:00Z""#, "timeZone": zone.map { "\"\($0)\"" },
            "receivedOn": nil,
        ]
        #expect(self.lines(changes) == lines)
    }

    @Test(arguments: [
        ("2026-03-01", []), ("2026-03-02", []), ("2026-03-03", ["out-of-range /receivedOn"]), ("1999-01-01", []),
    ])
    func `lets notice be received a day later at most`(receivedOn: String, lines: [String]) {
        #expect(self.lines(["receivedOn": "\"\(receivedOn)\"", "occurredAt": #""2026-03-01T10:00:00Z""#]) == lines)
    }

    @Test func `does not judge them where zone or instant cannot be read`() {
        #expect(lines(["endDate": #""1999-01-01""#, "timeZone": "1", "contract": nil]) == ["wrong-type /timeZone"])
        #expect(lines(["receivedOn": #""2999-01-01""#, "occurredAt": "1"]) == ["wrong-type /occurredAt"])
    }

    @Test func `reports form, settings and history together, each once`() {
        let judge = Judge(settings: Sample.settings("maxBackdatingDays: 0\nnote: {maxLength: 3}"))
        let reading = Sample.reading([
            "customerId": nil, "reasonCode": #""prce""#, "endDate": #""2026-02-01""#, "contract.currency": #""EURO""#,
        ])
        let history = History(acceptedContent: Sample.reading().contentDigest, inForce: .other("t-9"))
        #expect(
            judge.judge(reading, history: history).lines == [
                "message-id-reused /messageId", "contract-already-terminated /contractId", "missing-field /customerId",
                "unknown-reason /reasonCode", "too-long /note", "backdated-too-far /endDate",
                "invalid-currency /contract/currency",
            ]
        )
    }

    @Test func `reports inside a CloudEvent where the fields stand`() {
        let data = String(decoding: Sample.bytes(Sample.changed(["reasonCode": #""prce""#])), as: UTF8.self)
        let incoming = IncomingMessage(
            body: Array(#"{"data":\#(data)}"#.utf8),
            properties: MessageProperties(contentType: "application/cloudevents+json")
        )
        let verdict = Judge(settings: Sample.settings()).judge(Reading(incoming), history: .none)
        #expect(verdict.lines == ["unknown-reason /data/reasonCode"])
    }
}
