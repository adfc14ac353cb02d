import JSON
import Terminations

extension JSONWriter {
    mutating func stringOrNull(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    /// An array of strings, in their order.
    mutating func strings(_ texts: some Sequence<String>) {
        beginArray()
        for text in texts { string(text) }
        endArray()
    }
}

extension Int {
    /// With a comma between thousands: `1,204`.
    var grouped: String {
        let digits = Array(String(magnitude).reversed())
        let groups = stride(from: 0, to: digits.count, by: 3).map { start in
            String(digits[start..<Swift.min(start + 3, digits.count)].reversed())
        }
        return (self < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
    }
}
