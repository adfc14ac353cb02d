import JSON

struct DateField: FieldKind {
    var expected: String { "date without a time, such as 2027-03-31" }

    func read(_ value: JSONValue) throws(FieldDefect) -> LocalDate {
        let text = try value.requireString()
        guard let date = text.withBytes({ LocalDate(utf8: $0[...]) }) else {
            throw FieldDefect(
                .invalidDate,
                Self.hasForm(of: text) ? "is not a day of the calendar" : "is not a date in the form YYYY-MM-DD"
            )
        }
        return date
    }

    private static func hasForm(of text: String) -> Bool {
        text.utf8.count == 10
            && text.utf8.enumerated().allSatisfy { place, byte in
                place == 4 || place == 7 ? byte == UInt8(ascii: "-") : 0x30...0x39 ~= byte
            }
    }
}

struct InstantField: FieldKind {
    var expected: String { "RFC 3339 instant with an offset, such as 2026-03-31T10:15:00+02:00" }

    func read(_ value: JSONValue) throws(FieldDefect) -> Instant {
        let text = try value.requireString()
        guard let instant = text.withBytes({ Instant(rfc3339: $0) }) else {
            throw FieldDefect(.invalidInstant, "is not an instant with an offset")
        }
        return instant
    }
}

/// When a termination was made. The values that software writes for a date that was never set are refused: 0001-01-01
/// (.NET) and 1970-01-01 (Unix, Java), in any zone.
struct OccurrenceField: FieldKind {
    private let instant = InstantField()
    private static let earliest = Instant(secondsSinceEpoch: 86_400) ?? .latest

    var expected: String { instant.expected }

    func read(_ value: JSONValue) throws(FieldDefect) -> Instant {
        let occurredAt = try instant.read(value)
        guard occurredAt >= Self.earliest else {
            throw FieldDefect(.outOfRange, "is before 1970-01-02, like a date that was never set")
        }
        return occurredAt
    }
}

struct ZoneField: FieldKind {
    var expected: String { "IANA time zone name, such as Europe/Amsterdam" }

    func read(_ value: JSONValue) throws(FieldDefect) -> Zone {
        guard let zone = Zone(try value.requireString()) else {
            throw FieldDefect(.invalidTimeZone, "is not the name of a time zone")
        }
        return zone
    }
}

struct DateDurationField: FieldKind {
    var expected: String { "ISO 8601 date duration above zero, such as P1M" }

    func read(_ value: JSONValue) throws(FieldDefect) -> DateDuration {
        guard let duration = DateDuration(try value.requireString()) else {
            throw FieldDefect(.invalidDuration, "is not a duration of years, months and days, or of weeks")
        }
        guard !duration.isZero else { throw FieldDefect(.invalidDuration, "is a duration of zero") }
        return duration
    }
}

struct CurrencyField: FieldKind {
    var expected: String { "ISO 4217 code, such as EUR" }

    func read(_ value: JSONValue) throws(FieldDefect) -> Currency {
        let text = try value.requireString()
        guard let currency = Currency(text) else {
            let inCapitals = Currency(text.trimmed.uppercased())
            throw FieldDefect(.invalidCurrency, "is not a currency", suggestion: inCapitals?.code)
        }
        return currency
    }
}
