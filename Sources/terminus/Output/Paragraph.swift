import Glibc

/// Breaks text into lines that fit a screen.
enum Paragraph {
    /// The columns of text for people: those of the terminal, or 100 where they are unknown.
    static let width: Int = {
        var size = winsize()
        guard Console.outputIsTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 100
        }
        return max(Int(size.ws_col), 40)
    }()

    /// The words of the text in lines of at most `width` columns. A word that is longer has a line of its own.
    static func lines(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            // A continuation has the indentation of its line.
            let indent = String(paragraph.prefix { $0 == " " })
            lines += self.lines(of: paragraph.split(separator: " "), indent: indent, width: width)
        }
        return lines
    }

    /// The words, each unbroken, in lines of at most `width` columns that begin with `indent`.
    static func lines(of words: [Substring], indent: String = "", width: Int) -> [String] {
        var lines: [String] = []
        var line = indent
        for word in words {
            let isFirst = line.count == indent.count
            if !isFirst, line.count + 1 + word.count > width {
                lines.append(line)
                line = indent + word
            } else {
                line += (isFirst ? "" : " ") + word
            }
        }
        return lines + [line]
    }

    /// The text behind `indent` spaces, the width included.
    static func indented(_ text: String, by indent: Int) -> [String] {
        lines(text, width: width - indent).map { String(repeating: " ", count: indent) + $0 }
    }
}
