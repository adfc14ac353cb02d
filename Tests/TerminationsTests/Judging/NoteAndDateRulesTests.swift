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
    func `follows the settings and the reason`(code: String, note: String?, lines: [String]) {
        let judge = Judge(settings: Sample.settings(settings))
        let parsed = Sample.parsed(["reasonCode": "\"\(code)\"", "note": note.map { "\"\($0)\"" }])
        #expect(judge.judge(parsed, history: .none).violations.lines == lines)
    }

    @Test func `does not judge a note that cannot be read`() {
        let judge = Judge(settings: Sample.settings(settings))
        for code in ["other", "died"] {
            let parsed = Sample.parsed(["reasonCode": "\"\(code)\"", "note": "[]"])
            #expect(judge.judge(parsed, history: .none).lines == ["wrong-type /note"])
        }
    }
}

@Suite struct `Judging dates` {
    private func lines(_ changes: KeyValuePairs<String, String?>, settings: String = "maxBackdatingDays: 30")
        -> [String]
    {
        Judge(settings: Sample.settings(settings)).judge(Sample.parsed(changes), history: .none).violations.lines
    }

    @Test(arguments: [
        ("2026-01-30", []), ("2026-01-29", ["backdated-too-far /endDate"]), ("2026-03-01", []), ("2036-03-08", []),
    ])
    func `refuses an end date too far in the past`(endDate: String, lines: [String]) {
        #expect(self.lines(["endDate": "\"\(endDate)\"", "occurredAt": #""2026-03-01T10:00:00Z""#]) == lines)
    }

    /// 3,660 days after 1 March 2026 is 8 March 2036. 9999-12-31 is how databases write "no end".
    @Test(arguments: [
        ("2036-03-08", 3660, []), ("2036-03-09", 3660, ["end-date-too-far /endDate"]),
        ("9999-12-31", 36_500, ["end-date-too-far /endDate"]), ("2206-03-31", 3660, ["end-date-too-far /endDate"]),
        ("2026-03-01", 0, []), ("2026-03-02", 0, ["end-date-too-far /endDate"]),
    ])
    func `refuses an end date too far in the future`(endDate: String, maxForwardDays: Int, lines: [String]) {
        let changes: KeyValuePairs<String, String?> = [
            "endDate": "\"\(endDate)\"", "occurredAt": #""2026-03-01T10:00:00Z""#,
        ]
        #expect(self.lines(changes, settings: "maxForwardDays: \(maxForwardDays)") == lines)
        if maxForwardDays == 3660 { #expect(self.lines(changes, settings: "") == lines) }
    }

    @Test(arguments: [
        ("2026-03-02T10:00:00Z", ["accepted"]), ("2026-03-02T12:00:00.000Z", ["accepted"]),
        ("2026-03-02T12:00:00.001Z", ["occurred-in-future /occurredAt"]),
        ("2062-03-01T10:00:00Z", ["occurred-in-future /occurredAt"]),
        ("2025-03-02T23:00:00-12:00", ["accepted"]),
    ])
    func `refuses an occurrence over a day after receipt, and judges no rule by that day`(
        occurredAt: String,
        lines: [String]
    ) {
        let judge = Judge(settings: Sample.settings("maxBackdatingDays: 36500"))
        let received = Instant(rfc3339: "2026-03-01T12:00:00Z")!
        let parsed = Sample.parsed(["occurredAt": "\"\(occurredAt)\"", "receivedOn": nil])
        #expect(judge.judge(parsed, history: .none, receivedAt: received).lines == lines)
        let late = Sample.parsed([
            "action": #""withdraw""#, "revision": "2", "occurredAt": #""2030-01-01T00:00:00Z""#,
        ])
        #expect(judge.judge(late, history: .none, receivedAt: received).lines == ["occurred-in-future /occurredAt"])
    }

    @Test(arguments: [
        ("HRK", "2022-12-31T12:00:00Z", true), ("HRK", "2023-01-01T12:00:00Z", false),
        ("BGN", "2025-12-31T12:00:00Z", true), ("BGN", "2026-01-01T12:00:00Z", false),
        ("NLG", "2001-06-01T12:00:00Z", true), ("XCG", "2025-03-30T12:00:00Z", false),
        ("XCG", "2025-03-31T12:00:00Z", true), ("EUR", "2026-03-01T12:00:00Z", true),
        ("EUR", "1998-12-31T12:00:00Z", false), ("USD", "1971-01-01T12:00:00Z", true),
        // In Amsterdam the day is over already.
        ("HRK", "2022-12-31T23:30:00Z", false),
    ])
    func `judges a currency by the day on which the termination was made`(
        currency: String,
        occurredAt: String,
        isActive: Bool
    ) {
        let changes: KeyValuePairs<String, String?> = [
            "contract.currency": "\"\(currency)\"", "occurredAt": "\"\(occurredAt)\"",
            "endDate": "\"\(occurredAt.prefix(10))\"", "receivedOn": nil, "contract.startDate": nil,
        ]
        #expect(lines(changes) == (isActive ? [] : ["invalid-currency /contract/currency"]))
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
    func `allows notice to be received at most a day later`(receivedOn: String, lines: [String]) {
        #expect(self.lines(["receivedOn": "\"\(receivedOn)\"", "occurredAt": #""2026-03-01T10:00:00Z""#]) == lines)
    }

    @Test func `does not judge them where the zone or the instant is invalid`() {
        #expect(lines(["endDate": #""1999-01-01""#, "timeZone": "1", "contract": nil]) == ["wrong-type /timeZone"])
        #expect(lines(["receivedOn": #""2999-01-01""#, "occurredAt": "1"]) == ["wrong-type /occurredAt"])
    }

    @Test func `reports form, settings and history together, each once`() {
        let judge = Judge(settings: Sample.settings("maxBackdatingDays: 0\nnote: {maxLength: 3}"))
        let parsed = Sample.parsed([
            "customerId": nil, "reasonCode": #""prce""#, "endDate": #""2026-02-01""#, "contract.currency": #""EURO""#,
        ])
        let history = History(acceptedContent: Sample.parsed().contentDigest, inForce: [.other("t-9")])
        #expect(
            judge.judge(parsed, history: history).lines == [
                "message-id-reused /messageId", "contract-already-terminated /contractId", "missing-field /customerId",
                "unknown-reason /reasonCode", "too-long /note", "backdated-too-far /endDate",
                "invalid-currency /contract/currency",
            ]
        )
    }

    @Test func `reports pointers inside a CloudEvent`() {
        let data = String(decoding: Sample.bytes(Sample.changed(["reasonCode": #""prce""#])), as: UTF8.self)
        let incoming = IncomingMessage(
            body: Array(#"{"data":\#(data)}"#.utf8),
            properties: MessageProperties(contentType: "application/cloudevents+json")
        )
        let verdict = Judge(settings: Sample.settings()).judge(ParsedMessage(incoming), history: .none)
        #expect(verdict.lines == ["unknown-reason /data/reasonCode"])
    }
}
