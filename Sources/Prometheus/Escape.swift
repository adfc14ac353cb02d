/// Escaping of names, labels and help texts (Prometheus, "Exposition formats", text format 0.0.4).
enum Escape {
    /// Whether the text is a metric name: letters, digits, `_` and `:`, not beginning with a digit.
    static func isName(_ text: String) -> Bool { isWord(text, orColon: true) }

    /// A valid label name. Characters that are not allowed become `_`.
    static func labelName(_ text: String) -> String {
        if isWord(text, orColon: false), !text.hasPrefix("__") { return text }
        let replaced = String(text.unicodeScalars.map { isLetterOrDigit($0) ? Character($0) : "_" })
        let trimmed = replaced.drop { $0 == "_" }
        return trimmed.isEmpty || trimmed.first?.isNumber == true ? "_\(trimmed)" : String(trimmed)
    }

    /// Escapes backslash, quote and line feed.
    static func labelValue(_ text: String) -> String { escape(text, quote: true) }

    static func help(_ text: String) -> String { escape(text, quote: false) }

    /// A floating-point number in the text format.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        // Write whole numbers as integers. Larger ones exceed the precision of a double.
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    }

    private static func escape(_ text: String, quote: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quote: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func isWord(_ text: String, orColon: Bool) -> Bool {
        guard let first = text.unicodeScalars.first, !("0"..."9" ~= first) else { return false }
        return text.unicodeScalars.allSatisfy { isLetterOrDigit($0) || $0 == "_" || (orColon && $0 == ":") }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        "a"..."z" ~= scalar || "A"..."Z" ~= scalar || "0"..."9" ~= scalar
    }
}
