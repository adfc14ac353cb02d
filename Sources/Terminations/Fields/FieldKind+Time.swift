struct DateField: FieldKind {
    var expected: String { "date, YYYY-MM-DD" }

    func read(_ value: JSONValue) throws(FieldDefect) -> LocalDate {
        let text = try value.requireString()
        guard let date = text.withBytes({ LocalDate(utf8: $0[...]) }) else {
            throw FieldDefect(.invalidDate, "is not a day of the calendar")
        }
        return date
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
    var expected: String { "ISO 8601 date duration, such as P1M" }

    func read(_ value: JSONValue) throws(FieldDefect) -> DateDuration {
        guard let duration = DateDuration(try value.requireString()) else {
            throw FieldDefect(.invalidDuration, "is not a duration of years, months and days, or of weeks")
        }
        return duration
    }
}

struct CurrencyField: FieldKind {
    var expected: String { "ISO 4217 code, such as EUR" }

    func read(_ value: JSONValue) throws(FieldDefect) -> Currency {
        guard let currency = Currency(try value.requireString()) else {
            throw FieldDefect(.invalidCurrency, "is not an active currency")
        }
        return currency
    }
}
