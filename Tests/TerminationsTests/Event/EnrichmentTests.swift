import JSON
import Terminations
import Testing

@Suite struct `The consequences of a termination` {
    private func data(_ changes: KeyValuePairs<String, String?>) throws -> JSONObject {
        try `The event of a termination`.data(changes)
    }

    private func text(_ value: JSONValue?) -> String? {
        value.map { String(decoding: Sample.bytes($0), as: UTF8.self) }
    }

    @Test(arguments: [
        ("Europe/Amsterdam", "2026-03-28", "2026-03-28T23:00:00Z"),
        ("Europe/Amsterdam", "2026-03-29", "2026-03-29T22:00:00Z"),
        ("America/New_York", "2026-11-01", "2026-11-02T05:00:00Z"), ("UTC", "2028-02-29", "2028-03-01T00:00:00Z"),
        ("Asia/Kolkata", "2026-12-31", "2026-12-31T18:30:00Z"), ("UTC", "2036-03-08", "2036-03-09T00:00:00Z"),
    ])
    func `billing stops when the next local day begins`(zone: String, endDate: String, instant: String) throws {
        let data = try data(["timeZone": "\"\(zone)\"", "endDate": "\"\(endDate)\""])
        #expect(data["billingStopsAt"] == .string(instant))
        #expect(data["timeZone"] == .string(zone))
    }

    @Test(arguments: [
        ("2026-03-31", "2026-04-01", true), ("2026-04-01", "2026-04-01", false), ("2026-03-31", nil, false),
    ])
    func `a contract that ends on the day before its start was never in force`(
        endDate: String,
        startDate: String?,
        isNever: Bool
    ) throws {
        let data = try data([
            "endDate": "\"\(endDate)\"", "contract.startDate": startDate.map { "\"\($0)\"" },
            "contract.billedThrough": "\"2026-04-30\"",
        ])
        #expect(data["neverInForce"] == .bool(isNever))
        let first = LocalDate(endDate)!.adding(days: 1)
        #expect(text(data["overbilled"]) == #"{"from":"\#(first)","through":"2026-04-30"}"#)
    }

    @Test(arguments: [
        ("2026-01-31", "P1M", "2026-02-28", "2026-02-28", true),
        ("2026-01-31", "P1M", "2026-02-27", "2026-02-28", false),
        ("2024-01-31", "P1M", "2026-03-31", "2024-02-29", true),
        ("2026-03-01", "P2W", "2026-03-14", "2026-03-15", false),
        ("2025-11-30", "P3M", "2026-02-28", "2026-02-28", true),
    ])
    func `notice is kept or not`(receivedOn: String, period: String, endDate: String, earliest: String, isKept: Bool)
        throws
    {
        let data = try data([
            "receivedOn": "\"\(receivedOn)\"", "contract.noticePeriod": "\"\(period)\"", "endDate": "\"\(endDate)\"",
        ])
        let expected =
            #"{"receivedOn":"\#(receivedOn)","period":"\#(period)","to":"day","earliestEndDate":"\#(earliest)","#
            + #""satisfied":\#(isKept)}"#
        #expect(text(data["notice"]) == expected)
    }

    /// Received on 2 February 2026, a month's notice; the term ends on 30 September.
    @Test(arguments: [
        ("day", "2026-03-02"), ("monthEnd", "2026-03-31"), ("quarterEnd", "2026-03-31"), ("yearEnd", "2026-12-31"),
        ("termEnd", "2026-09-30"),
    ])
    func `notice runs to a day`(noticeTo: String, earliest: String) throws {
        func satisfied(_ endDate: LocalDate) throws -> JSONValue? {
            let notice = try data([
                "receivedOn": #""2026-02-02""#, "occurredAt": #""2026-02-02T12:00:00Z""#,
                "contract.noticeTo": "\"\(noticeTo)\"", "contract.termEndDate": #""2026-09-30""#,
                "endDate": "\"\(endDate)\"",
            ])["notice"]?.object
            #expect(notice?["to"]?.string == noticeTo)
            #expect(notice?["earliestEndDate"]?.string == earliest)
            return notice?["satisfied"]
        }
        let day = LocalDate(earliest)!
        #expect(try satisfied(day) == .bool(true))
        #expect(try satisfied(day.adding(days: -1)) == .bool(false))
    }

    @Test func `notice to the end of the term is not guessed where that has passed`() throws {
        let changes: KeyValuePairs<String, String?> = [
            "contract.noticeTo": #""termEnd""#, "contract.termEndDate": #""2026-03-15""#,
        ]
        #expect(try data(changes)["notice"] == nil)
        #expect(try data(["contract.noticeTo": #""termEnd""#, "contract.termEndDate": nil])["notice"] == nil)
    }

    @Test func `the CRM's earliest end date takes precedence`() throws {
        let notice = try data(["contract.earliestEndDate": #""2026-03-20""#])["notice"]?.object
        #expect(notice?["earliestEndDate"]?.string == "2026-03-20")
        #expect(notice?["satisfied"] == .bool(true))
        let alone = try data([
            "contract.earliestEndDate": #""2026-06-30""#, "contract.noticePeriod": nil, "receivedOn": nil,
        ])
        #expect(text(alone["notice"]) == #"{"earliestEndDate":"2026-06-30","satisfied":false}"#)
    }

    @Test(arguments: [
        ("ordinary", true), ("nonRenewal", true), ("extraordinary", false), ("mutual", false), ("coolingOff", false),
        ("administrative", false),
    ])
    func `notice is included only where it is due`(type: String, isOwed: Bool) throws {
        let changes: KeyValuePairs<String, String?> = [
            "terminationType": "\"\(type)\"", "contract.earliestEndDate": #""2026-06-30""#,
        ]
        #expect(try (data(changes)["notice"] != nil) == isOwed)
    }

    @Test func `notice needs both its facts, and a calendar`() throws {
        #expect(try data(["receivedOn": nil])["notice"] == nil)
        #expect(try data(["contract.noticePeriod": nil])["notice"] == nil)
        #expect(try data(["contract.noticePeriod": #""P9999Y""#])["notice"] == nil)
    }

    @Test(arguments: [
        ("2026-12-31", true, 275), ("2026-04-01", true, 1), ("2026-03-31", false, 0), ("2026-03-30", false, 0),
    ])
    func `the term is cut short or not`(termEndDate: String, isEarly: Bool, days: Int) throws {
        let data = try data(["contract.termEndDate": "\"\(termEndDate)\""])
        #expect(data["early"] == .bool(isEarly))
        #expect(data["remainingTermDays"] == .number(JSONNumber(days)))
        #expect(try self.data(["contract.termEndDate": nil])["early"] == nil)
    }

    @Test(arguments: [
        ("2026-03-31", "2026-03-01T10:00:00Z", 0), ("2026-02-28", "2026-03-01T10:00:00Z", 1),
        ("2026-02-28", "2026-02-28T22:59:59Z", 0), ("2026-02-28", "2026-02-28T23:00:00Z", 1),
        ("2025-03-01", "2026-03-01T10:00:00Z", 365),
    ])
    func `backdating is counted in local days`(endDate: String, occurredAt: String, days: Int) throws {
        let data = try data(["endDate": "\"\(endDate)\"", "occurredAt": "\"\(occurredAt)\""])
        #expect(data["backdatedDays"] == .number(JSONNumber(days)))
    }

    @Test(arguments: [
        ("2026-06-30", #"{"from":"2026-04-01","through":"2026-06-30"}"#),
        ("2026-04-01", #"{"from":"2026-04-01","through":"2026-04-01"}"#), ("2026-03-31", "null"),
        ("2026-01-31", "null"),
    ])
    func `billed days after the end are overbilled`(billedThrough: String, range: String) throws {
        #expect(text(try data(["contract.billedThrough": "\"\(billedThrough)\""])["overbilled"]) == range)
    }

    @Test(arguments: [
        ("2026-03-31", "null"), ("2026-06-30", "null"),
        ("2026-03-30", #"{"from":"2026-03-31","through":"2026-03-31"}"#),
        ("2025-12-31", #"{"from":"2026-01-01","through":"2026-03-31"}"#),
    ])
    func `days not yet billed are unbilled`(billedThrough: String, range: String) throws {
        #expect(text(try data(["contract.billedThrough": "\"\(billedThrough)\""])["unbilled"]) == range)
    }

    @Test func `billed days are not guessed`() throws {
        let data = try data(["contract.billedThrough": nil])
        #expect(data["overbilled"] == nil)
        #expect(data["unbilled"] == nil)
    }

    @Test(arguments: [
        ("12999", "P1M", #"{"currency":"EUR","periodAmount":12999,"billingPeriod":"P1M","monthlyAmountLost":12999}"#),
        ("100", "P3M", #"{"currency":"EUR","periodAmount":100,"billingPeriod":"P3M","monthlyAmountLost":33}"#),
        ("18", "P1Y", #"{"currency":"EUR","periodAmount":18,"billingPeriod":"P1Y","monthlyAmountLost":2}"#),
        ("30", "P12M", #"{"currency":"EUR","periodAmount":30,"billingPeriod":"P12M","monthlyAmountLost":2}"#),
        ("3", "P2M", #"{"currency":"EUR","periodAmount":3,"billingPeriod":"P2M","monthlyAmountLost":2}"#),
        ("100", "P4W", #"{"currency":"EUR","periodAmount":100,"billingPeriod":"P4W"}"#),
        ("100", "P1M1D", #"{"currency":"EUR","periodAmount":100,"billingPeriod":"P1M1D"}"#),
        ("100", nil, #"{"currency":"EUR","periodAmount":100}"#),
    ])
    func `the lost monthly revenue is computed`(amount: String, period: String?, recurring: String) throws {
        let changes: KeyValuePairs<String, String?> = [
            "contract.periodAmount": amount, "contract.billingPeriod": period.map { "\"\($0)\"" },
        ]
        #expect(text(try data(changes)["recurring"]) == recurring)
        #expect(try data(["contract.periodAmount": nil, "contract.currency": nil])["recurring"] == nil)
    }
}
