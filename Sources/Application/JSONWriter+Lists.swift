public import JSON
public import Terminations

extension JSONWriter {
    public mutating func stringOrNull(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    public mutating func integerOrNull(_ value: (some FixedWidthInteger)?) {
        if let value { integer(value) } else { null() }
    }

    mutating func instantOrNull(_ value: Instant?) {
        if let value { instant(value) } else { null() }
    }

    mutating func dateOrNull(_ value: LocalDate?) {
        if let value { date(value) } else { null() }
    }

    /// An array of strings, in their order.
    mutating func strings(_ texts: some Sequence<String>) {
        beginArray()
        for text in texts { string(text) }
        endArray()
    }

    public mutating func violations(_ violations: [Violation]) {
        beginArray()
        for violation in violations { violation.write(to: &self) }
        endArray()
    }

    /// An array of `{pointer, before, after}`: the values in one short line each, never a note.
    mutating func differences(_ differences: [JSONDifference]) {
        beginArray()
        for difference in differences {
            beginObject()
            name("pointer")
            string(difference.pointer.description)
            name("before")
            string(ShownValue.text(difference.before, at: difference.pointer))
            name("after")
            string(ShownValue.text(difference.after, at: difference.pointer))
            endObject()
        }
        endArray()
    }
}

extension Int {
    /// With a comma between thousands: `1,204`.
    var grouped: String { grouped(by: ",") }

    /// The same as Dutch writes it.
    var groupedInDutch: String { grouped(by: ".") }

    private func grouped(by separator: String) -> String {
        let digits = Array(String(magnitude).reversed())
        let groups = stride(from: 0, to: digits.count, by: 3).map { start in
            String(digits[start..<Swift.min(start + 3, digits.count)].reversed())
        }
        return (self < 0 ? "-" : "") + groups.reversed().joined(separator: separator)
    }
}
