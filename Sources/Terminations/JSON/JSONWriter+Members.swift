/// Members whose values may be absent: then nothing is written.
extension JSONWriter {
    mutating func member(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        self.name(name)
        string(text)
    }

    mutating func member(_ name: StaticString, _ integer: Int64?) {
        guard let integer else { return }
        self.name(name)
        self.integer(integer)
    }

    mutating func member(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        self.name(name)
        bool(value)
    }

    mutating func member(_ name: StaticString, _ date: LocalDate?) {
        guard let date else { return }
        self.name(name)
        self.date(date)
    }

    mutating func member(_ name: StaticString, _ instant: Instant?) {
        guard let instant else { return }
        self.name(name)
        self.instant(instant)
    }
}
