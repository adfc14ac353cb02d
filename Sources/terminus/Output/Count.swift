import Terminations

extension Paragraph {
    /// The text in lines of at most the width, its first line behind `indent` spaces and the others behind `hanging`.
    static func hanging(_ text: String, indent: Int, hanging: Int) -> [String] {
        Self.hanging(lines(Table.printable(text), width: width - max(indent, hanging)), indent, hanging)
    }

    /// The same for words that are not broken and keep their blanks.
    static func hanging(words: [String], indent: Int, hanging: Int) -> [String] {
        let words = words.map { Substring(Table.printable($0)) }
        return Self.hanging(lines(of: words, width: width - max(indent, hanging)), indent, hanging)
    }

    private static func hanging(_ lines: [String], _ indent: Int, _ hanging: Int) -> [String] {
        lines.enumerated().map { index, line in
            String(repeating: " ", count: index == 0 ? indent : hanging) + line
        }
    }

    /// The text on one line, cut with an ellipsis where a terminal has fewer columns. Output to a file or a pipe is
    /// searched and copied from, so it is never cut.
    static func clipped(
        _ text: String,
        to columns: Int = width,
        isOnTerminal: Bool = Console.outputIsTerminal
    ) -> String {
        let text = Table.printable(text)
        guard isOnTerminal, text.count > columns else { return text }
        return text.prefix(max(columns - 1, 0)) + "…"
    }
}

/// Numbers as people read them.
enum Count {
    /// `1,234,567`.
    static func text(_ number: Int) -> String {
        var digits = Array(String(number.magnitude))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }

    /// `1 event`, `300 events`.
    static func events(_ number: Int) -> String {
        "\(text(number)) event\(number == 1 ? "" : "s")"
    }

    /// `1 message`, `300 messages`.
    static func messages(_ number: Int) -> String {
        "\(text(number)) message\(number == 1 ? "" : "s")"
    }

    /// `1 dead letter`, `300 dead letters`.
    static func deadLetters(_ number: Int) -> String {
        "\(text(number)) dead letter\(number == 1 ? "" : "s")"
    }
}

extension [String] {
    /// `price`, `price and duur`, `price, duur and te-duur`.
    var listed: String {
        guard count > 1, let last else { return first ?? "" }
        return "\(dropLast().joined(separator: ", ")) and \(last)"
    }
}

extension Instant {
    /// `2026-02-02 09:52`, in UTC, for narrow columns.
    var toTheMinute: String {
        toTheSecond.prefix(16).split(separator: "T").joined(separator: " ")
    }
}
