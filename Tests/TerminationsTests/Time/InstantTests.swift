import Terminations
import Testing

@Suite struct `An instant` {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("2026-03-01T10:15:30+01:00", "2026-03-01T09:15:30Z"),
        ("2026-03-01t10:15:30z", "2026-03-01T10:15:30Z"),
        ("2026-03-01T00:30:00+02:00", "2026-02-28T22:30:00Z"),
        ("2026-12-31T23:30:00-00:30", "2027-01-01T00:00:00Z"),
        ("2026-03-01T10:15:30.5Z", "2026-03-01T10:15:30.500Z"),
        ("2026-03-01T10:15:30.000Z", "2026-03-01T10:15:30Z"),
        ("2026-03-01T10:15:30.123456Z", "2026-03-01T10:15:30.123456Z"),
        ("2026-03-01T10:15:30.123456789Z", "2026-03-01T10:15:30.123456789Z"),
        ("2026-03-01T10:15:30.1234567899999Z", "2026-03-01T10:15:30.123456789Z"),
        ("1969-12-31T23:59:59.250Z", "1969-12-31T23:59:59.250Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
        ("2026-03-01T10:15:30+23:59", "2026-02-28T10:16:30Z"),
    ])
    func `is read from RFC 3339 and written in UTC`(text: String, written: String) throws {
        #expect(try #require(Instant(rfc3339: text)).description == written)
    }

    @Test(arguments: [
        "", "2026-03-01", "2026-03-01T10:15:30", "2026-03-01 10:15:30Z", "2026-03-01T10:15Z", "2026-03-01T24:00:00Z",
        "2026-03-01T10:60:00Z", "2026-06-30T23:59:60Z", "2026-02-29T10:15:30Z", "2026-03-01T10:15:30.Z",
        "2026-03-01T10:15:30,5Z", "2026-03-01T10:15:30+0100", "2026-03-01T10:15:30+01", "2026-03-01T10:15:30+24:00",
        "2026-03-01T10:15:30+01:60", "2026-03-01T10:15:30ZZ", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00",
        "2026-03-01T10:15:30\u{2212}01:00", "1767225600",
    ])
    func `is refused where it is not RFC 3339`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func `moves by durations, and knows the duration between two`() throws {
        let start = try #require(Instant(rfc3339: "2026-03-01T00:00:00.750Z"))
        #expect(start.advanced(by: .milliseconds(250)).description == "2026-03-01T00:00:01Z")
        #expect(start.advanced(by: .milliseconds(-751)).description == "2026-02-28T23:59:59.999Z")
        #expect(start.duration(until: start.advanced(by: .seconds(90))) == .seconds(90))
        #expect(start.advanced(by: .seconds(Int64.max)) == .latest)
        #expect(start.advanced(by: .seconds(Int64.min)) == .earliest)
        #expect(Instant(secondsSinceEpoch: 0, nanoseconds: -1) == nil)
    }
}
