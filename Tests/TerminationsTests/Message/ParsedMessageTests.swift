import Terminations
import Testing

@Suite struct `Reading a message` {
    @Test func `yields every field`() throws {
        let parsed = Sample.parsed()
        #expect(parsed.formViolations == [])
        let message = try #require(parsed.message)
        #expect(message.messageID == "m-1")
        #expect(message.action == .terminate)
        #expect(message.terminationID == "t-1")
        #expect(message.revision == 1)
        #expect(message.contractID == "c-1")
        #expect(message.customerID == "k-1")
        #expect(message.contractType == "maintenance")
        #expect(message.customerKind == .business)
        #expect(message.terminationType == .ordinary)
        #expect(message.initiator == .customer)
        #expect(message.reasonCode == "price")
        #expect(message.note == "Found a better offer")
        #expect(message.receivedOn == LocalDate("2026-03-01"))
        #expect(message.endDate == LocalDate("2026-03-31"))
        #expect(message.timeZone == Zone("Europe/Amsterdam"))
        #expect(message.contract.startDate == LocalDate("2020-01-01"))
        #expect(message.contract.termEndDate == LocalDate("2026-12-31"))
        #expect(message.contract.noticePeriod == DateDuration("P1M"))
        #expect(message.contract.billedThrough == LocalDate("2026-06-30"))
        #expect(message.contract.billingPeriod == DateDuration("P3M"))
        #expect(message.contract.periodAmount == Money(minorUnits: 12999, currency: Currency("EUR")!))
        #expect(message.batchID == "b-1")
        #expect(message.channel == "portal")
        #expect(message.requestedBy == "agent-7")
        #expect(message.occurredAt == Instant(rfc3339: "2026-03-01T09:15:30Z"))
        #expect(message.contentDigest == parsed.contentDigest)
    }

    @Test func `needs no more than the required fields`() throws {
        let body = """
            {"messageId":"m","action":"terminate","terminationId":"t","contractId":"c","customerId":"k",
             "endDate":"2026-03-31","occurredAt":"2026-03-01T10:15:30Z"}
            """
        let message = try #require(ParsedMessage(IncomingMessage(body: Array(body.utf8))).message)
        #expect(message.revision == 1)
        #expect(message.terminationType == .ordinary)
        #expect(message.reasonCode == nil)
        #expect(message.contract == .none)
    }

    @Test(arguments: [
        "messageId", "action", "terminationId", "contractId", "customerId", "endDate", "occurredAt",
    ])
    func `reports a missing required field once`(field: String) {
        #expect(Sample.parsed([field: nil]).lines == ["missing-field /\(field)"])
        #expect(Sample.parsed([field: nil]).message == nil)
    }

    @Test(arguments: [
        "messageId", "action", "terminationId", "revision", "contractId", "customerId", "contractType", "customerKind",
        "terminationType", "initiator", "receivedOn", "endDate", "timeZone", "contract", "batchId", "channel",
        "requestedBy", "occurredAt", "contract.startDate", "contract.termEndDate", "contract.noticePeriod",
        "contract.noticeTo", "contract.earliestEndDate", "contract.billedThrough", "contract.billingPeriod",
        "contract.periodAmount", "contract.currency",
    ])
    func `refuses null and other types`(field: String) {
        let pointer = "/" + field.split(separator: ".").joined(separator: "/")
        for value in ["null", "true", "[]", field == "contract" ? "1" : "{}"] {
            #expect(Sample.parsed([field: value]).lines == ["wrong-type \(pointer)"])
        }
    }

    @Test(arguments: ["reasonCode", "note"])
    func `treats null, blank and absent alike`(field: String) throws {
        let absent = Sample.parsed([field: nil])
        for value in ["null", #""""#, #""  \t\n ""#, "\"\u{A0}\u{2003}\""] {
            let parsed = Sample.parsed([field: value])
            #expect(parsed.formViolations == [])
            #expect(parsed.contentDigest == absent.contentDigest)
        }
        #expect(Sample.parsed([field: "1"]).lines == ["wrong-type /\(field)"])
    }

    @Test(arguments: [
        ("messageId", #""""#, "too-short"), ("terminationId", #""""#, "too-short"), ("contractId", #""""#, "too-short"),
        ("customerId", #""""#, "too-short"), ("revision", "0", "out-of-range"), ("revision", "-1", "out-of-range"),
        ("revision", "1.5", "wrong-type"), ("revision", #""1""#, "wrong-type"), ("revision", "1e400", "out-of-range"),
        ("revision", "9007199254740992", "out-of-range"), ("action", #""cancel""#, "unknown-value"),
        ("action", #""Terminate""#, "unknown-value"), ("action", #""cancel""#, "unknown-value"),
        ("action", #""withdrawn""#, "unknown-value"), ("customerKind", #""private""#, "unknown-value"),
        ("terminationType", #""normal""#, "unknown-value"), ("initiator", #""crm""#, "unknown-value"),
        ("receivedOn", #""2026-02-30""#, "invalid-date"), ("receivedOn", #""2026-02-01T00:00:00Z""#, "invalid-date"),
        ("endDate", #""31-03-2026""#, "invalid-date"), ("endDate", #""""#, "invalid-date"),
        ("timeZone", #""CEST""#, "invalid-time-zone"), ("timeZone", #""GMT+2""#, "invalid-time-zone"),
        ("timeZone", #""""#, "invalid-time-zone"), ("occurredAt", #""2026-03-01T10:15:30""#, "invalid-instant"),
        ("occurredAt", #""2026-03-01""#, "invalid-instant"), ("contract.startDate", #""2026""#, "invalid-date"),
        ("contract.noticePeriod", #""1 month""#, "invalid-duration"),
        ("contract.noticePeriod", #""PT24H""#, "invalid-duration"),
        ("contract.billingPeriod", #""P""#, "invalid-duration"),
        ("contract.periodAmount", "12.99", "wrong-type"), ("contract.periodAmount", "9007199254740992", "out-of-range"),
        ("contract.periodAmount", "-1", "out-of-range"), ("contract.noticePeriod", #""P0D""#, "invalid-duration"),
        ("contract.billingPeriod", #""P0Y0M""#, "invalid-duration"),
        ("contract.noticeTo", #""month""#, "unknown-value"),
        ("contract.earliestEndDate", #""2026-02-30""#, "invalid-date"),
        ("contract.termEndDate", #""2019-12-30""#, "contradictory-dates"),
        ("contract.billedThrough", #""2019-12-30""#, "contradictory-dates"),
        ("occurredAt", #""1970-01-01T00:00:00Z""#, "out-of-range"),
        ("occurredAt", #""0001-01-01T00:00:00Z""#, "out-of-range"),
        ("occurredAt", #""1970-01-01T23:59:59.999Z""#, "out-of-range"),
        ("contract.currency", #""eur""#, "invalid-currency"), ("contract.currency", #""XXX""#, "invalid-currency"),
        ("contract.currency", #""XAU""#, "invalid-currency"), ("contract.currency", #""€""#, "invalid-currency"),
        ("note", #""a\u0000b""#, "wrong-type"), ("note", #""a\r\nb""#, "wrong-type"),
        ("note", #""a\u0085b""#, "wrong-type"),
        ("note", #""a\u007fb""#, "wrong-type"), ("messageId", #""m\u0000""#, "wrong-type"),
        ("messageId", #""m\n""#, "wrong-type"), ("terminationId", #""\tt""#, "wrong-type"),
        ("contractId", #""c\u007f""#, "wrong-type"), ("customerId", "\"k\u{85}é\"", "wrong-type"),
        ("customerId", #"" k""#, "wrong-type"), ("contractId", #""c ""#, "wrong-type"),
        ("messageId", "\"m\u{A0}\"", "wrong-type"), ("terminationId", "\"t\u{200B}1\"", "wrong-type"),
        ("terminationId", "\"\u{FEFF}t\"", "wrong-type"), ("contractId", "\"c\u{202E}1\"", "wrong-type"),
        ("customerId", "\"k\u{2028}1\"", "wrong-type"), ("messageId", "\"m\u{AD}1\"", "wrong-type"),
        ("messageId", "\"m\u{E0061}1\"", "wrong-type"),
        ("contract.currency", "\"\u{212A}ES\"", "invalid-currency"),
        ("timeZone", "\"RO\u{212A}\"", "invalid-time-zone"),
    ])
    func `reports a value that breaks a rule`(field: String, value: String, code: String) {
        let pointer = "/" + field.split(separator: ".").joined(separator: "/")
        #expect(Sample.parsed([field: value]).lines == ["\(code) \(pointer)"])
    }

    @Test(arguments: [
        ("messageId", 128), ("terminationId", 64), ("contractId", 64), ("customerId", 64), ("contractType", 64),
        ("reasonCode", 32), ("batchId", 128), ("channel", 128), ("requestedBy", 128),
    ])
    func `counts the length of a text in Unicode scalars`(field: String, limit: Int) {
        for character in ["a", "é", "😀", "\u{301}"] {
            let full = "\"" + String(repeating: character, count: limit) + "\""
            let over = "\"" + String(repeating: character, count: limit + 1) + "\""
            #expect(Sample.parsed([field: full]).lines == [])
            #expect(Sample.parsed([field: over]).lines == ["too-long /\(field)"])
        }
    }

    @Test(arguments: [
        ("revision", "1.0"), ("revision", "3e0"), ("contract.termEndDate", #""2019-12-31""#),
        ("contract.periodAmount", "9007199254740991"), ("contract.periodAmount", "0"), ("contractType", #""""#),
        ("note", #""a\n\tb""#), ("note", "\"\u{2028}\u{202E}\""), ("timeZone", #""UTC""#),
        ("contract.billedThrough", #""2019-12-31""#), ("contract", "{}"), ("unknown", "{\"endDate\":1}"),
        ("contract.unknown", "[null]"), ("messageId", "\"a b/é\u{301}😀\""), ("occurredAt", #""1970-01-02T00:00:00Z""#),
        ("revision", "9007199254740991"),
        ("customer\u{212A}ind", "1"), ("endDate", #""9999-12-31""#), ("occurredAt", #""2026-03-01t10:15:30.1z""#),
    ])
    func `accepts unusual valid values`(field: String, value: String) {
        #expect(Sample.parsed([field: value]).lines == [])
    }

    @Test func `asks for amount and currency together, once`() {
        #expect(Sample.parsed(["contract.currency": nil]).lines == ["missing-field /contract/currency"])
        #expect(Sample.parsed(["contract.periodAmount": nil]).lines == ["missing-field /contract/periodAmount"])
        #expect(Sample.parsed(["contract.periodAmount": nil, "contract.currency": nil]).lines == [])
        #expect(
            Sample.parsed(["contract.periodAmount": nil, "contract.currency": "1"]).lines
                == ["wrong-type /contract/currency"]
        )
    }

    @Test func `refuses an end before the start`() {
        #expect(Sample.parsed(["contract.startDate": #""2026-04-02""#]).lines == ["end-date-before-start /endDate"])
        // The day before: never in force.
        #expect(Sample.parsed(["contract.startDate": #""2026-04-01""#]).lines == [])
        #expect(Sample.parsed(["contract.startDate": #""2026-03-31""#]).lines == [])
    }

    @Test func `does not require other fields when the action is invalid`() {
        let lines = Sample.parsed(["action": #""revoke""#, "revision": nil, "endDate": nil]).lines
        #expect(lines == ["unknown-value /action"])
    }

    @Test func `reports everything at once, in the order of the contract`() {
        let parsed = Sample.parsed([
            "occurredAt": "0", "contract.currency": #""x""#, "contract.startDate": #""2027-01-01""#, "messageId": nil,
            "contractId": #""""#, "note": "[]",
        ])
        #expect(
            parsed.lines == [
                "missing-field /messageId", "too-short /contractId", "wrong-type /note",
                "end-date-before-start /endDate", "contradictory-dates /contract/billedThrough",
                "invalid-currency /contract/currency", "wrong-type /occurredAt",
            ]
        )
        #expect(parsed.terminationID == "t-1")
        #expect(parsed.contractID == nil)
    }

    @Test func `suggests what was probably meant`() throws {
        let violation = try #require(Sample.parsed(["initiator": #""custmoer""#]).formViolations.first)
        #expect(violation.suggestion == "customer")
        #expect(violation.expected == "customer, provider, system")
    }

    @Test func `compares the message id with the delivery's`() {
        var incoming = Sample.message()
        incoming.properties.messageID = "m-1"
        #expect(ParsedMessage(incoming).lines == [])
        incoming.properties.messageID = "m-2"
        #expect(ParsedMessage(incoming).lines == ["message-id-mismatch /messageId"])
        #expect(ParsedMessage(incoming).messageID == "m-1")
        #expect(ParsedMessage(incoming).formViolations.first?.expected == "m-2")
        for property in ["", "m\u{7}", String(repeating: "x", count: 129)] {
            incoming.properties.messageID = property
            #expect(ParsedMessage(incoming).lines == ["message-id-mismatch /messageId"])
            #expect(ParsedMessage(incoming).formViolations.first?.expected == nil)
        }
    }

    @Test(arguments: [
        ("2027-03-31T00:00:00.000Z", "is not a date in the form YYYY-MM-DD."),
        ("31-03-2027", "is not a date in the form YYYY-MM-DD."), ("2027-3-31", "is not a date in the form YYYY-MM-DD."),
        ("", "is not a date in the form YYYY-MM-DD."), ("20270331", "is not a date in the form YYYY-MM-DD."),
        ("2027-02-29", "is not a day of the calendar."), ("0000-01-01", "is not a day of the calendar."),
    ])
    func `says which date it expects`(text: String, predicate: String) throws {
        for field in ["endDate", "contract.startDate"] {
            let violation = try #require(Sample.parsed([field: "\"\(text)\""]).formViolations.first)
            #expect(violation.message.hasSuffix(predicate))
            #expect(violation.expected == "date without a time, such as 2027-03-31")
            #expect(violation.suggestion == nil, "A time may be that of another day.")
        }
    }

    @Test(arguments: [("eur", "EUR"), (" Usd ", "USD"), ("Eur", "EUR"), ("euro", nil), ("€", nil), ("xyz", nil)])
    func `suggests a currency in capitals`(text: String, suggestion: String?) throws {
        let violation = try #require(Sample.parsed(["contract.currency": "\"\(text)\""]).formViolations.first)
        #expect(violation.code == .invalidCurrency)
        #expect(violation.suggestion == suggestion)
    }

    @Test(arguments: ["contractType", "endDate", "timeZone", "contract", "batchId", "contract.startDate"])
    func `says of a null that the field may be left out, where it may`(field: String) throws {
        let violation = try #require(Sample.parsed([field: "null"]).formViolations.first)
        #expect(violation.expected?.hasSuffix("; or leave it out") == (field != "endDate"))
    }

    @Test func `treats null dates of a withdrawal as absent`() throws {
        let changes: KeyValuePairs<String, String?> = ["action": #""withdraw""#, "receivedOn": nil, "endDate": nil]
        let without = Sample.parsed(changes)
        #expect(without.lines == [])
        let nulls = Sample.parsed(["action": #""withdraw""#, "receivedOn": "null", "endDate": "null"])
        #expect(nulls.lines == [])
        #expect(nulls.contentDigest == without.contentDigest)
        #expect(nulls.message?.endDate == nil)
        let other = Sample.parsed(["action": #""withdraw""#, "receivedOn": "7", "contract.startDate": "null"])
        #expect(other.lines == ["wrong-type /receivedOn", "wrong-type /contract/startDate"])
        #expect(
            Sample.parsed(["action": "1", "endDate": "null"]).lines == ["wrong-type /action", "wrong-type /endDate"]
        )
    }

    @Test func `distinguishes ids that differ only in their normalisation`() {
        var incoming = Sample.message(["messageId": "\"caf\u{E9}\""])
        incoming.properties.messageID = "caf\u{E9}"
        #expect(ParsedMessage(incoming).lines == [])
        incoming.properties.messageID = "cafe\u{301}"
        #expect(ParsedMessage(incoming).lines == ["message-id-mismatch /messageId"])
    }

    @Test func `never repeats a value of the message`() {
        let secret = "S3CRET"
        for field in Sample.changed([:]).object!.members.map(\.name) + ["contract.currency", "contract.startDate"] {
            for value in [
                "\"\(secret)\"", "\"\(secret)\\u0000\(String(repeating: "x", count: 200))\"", "[\"\(secret)\"]",
            ] {
                for violation in Sample.parsed([field: value]).formViolations {
                    #expect(!"\(violation)".contains(secret))
                }
            }
        }
    }
}
