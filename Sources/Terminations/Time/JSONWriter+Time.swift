import JSON

/// Dates as JSON strings.
extension JSONWriter {
    public mutating func date(_ date: LocalDate) { self.date(nil, date) }
    public mutating func instant(_ instant: Instant) { self.instant(nil, instant) }

    mutating func member(_ name: StaticString, _ date: LocalDate?) {
        guard let date else { return }
        self.date(name, date)
    }

    mutating func member(_ name: StaticString, _ instant: Instant?) {
        guard let instant else { return }
        self.instant(name, instant)
    }

    private mutating func date(_ name: StaticString?, _ date: LocalDate) {
        append(name, upTo: 12) { writer in
            writer.put(UInt8(ascii: "\""))
            writer.put(date)
            writer.put(UInt8(ascii: "\""))
        }
    }

    private mutating func instant(_ name: StaticString?, _ instant: Instant) {
        append(name, upTo: 32) { writer in
            writer.put(UInt8(ascii: "\""))
            writer.put(instant)
            writer.put(UInt8(ascii: "\""))
        }
    }
}
