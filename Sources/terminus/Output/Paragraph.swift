/// Breaks text into lines that fit a screen.
enum Paragraph {
    /// Columns that what is meant for people takes where it can.
    static let width = 100

    /// The words of the text in lines of at most `width` columns. A word that is longer has a line of its own.
    static func lines(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            // What a line begins with, its continuation begins below.
            let indent = String(paragraph.prefix { $0 == " " })
            var line = indent
            for word in paragraph.split(separator: " ") {
                let isFirst = line.count == indent.count
                if !isFirst, line.count + 1 + word.count > width {
                    lines.append(line)
                    line = indent + word
                } else {
                    line += (isFirst ? "" : " ") + word
                }
            }
            lines.append(line)
        }
        return lines
    }

    /// The text behind `indent` spaces, the width included.
    static func indented(_ text: String, by indent: Int) -> [String] {
        lines(text, width: width - indent).map { String(repeating: " ", count: indent) + $0 }
    }
}
