/// Members whose values may be absent: then nothing is written.
extension JSONWriter {
    mutating func member(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        string(name, text)
    }

    mutating func member(_ name: StaticString, _ integer: Int64?) {
        guard let integer else { return }
        self.integer(name, integer)
    }

    mutating func member(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        self.name(name)
        bool(value)
    }

    mutating func member(_ name: StaticString, _ date: LocalDate?) {
        guard let date else { return }
        self.date(name, date)
    }

    mutating func member(_ name: StaticString, _ instant: Instant?) {
        guard let instant else { return }
        self.instant(name, instant)
    }
}
