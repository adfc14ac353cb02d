/// Writes HTML that is also well-formed XML: every element closed, every attribute quoted, every text escaped.
///
/// An attribute whose value is nil is left out.
package struct HTMLWriter {
    package private(set) var text = ""

    package init() {}

    /// An element with the content that the closure writes.
    package mutating func element(
        _ name: StaticString,
        _ attributes: KeyValuePairs<StaticString, String?>,
        _ content: (inout HTMLWriter) -> Void
    ) {
        open(name, attributes)
        text += ">"
        content(&self)
        text += "</\(name)>"
    }

    /// An element with a text.
    package mutating func element(
        _ name: StaticString,
        _ attributes: KeyValuePairs<StaticString, String?>,
        _ content: String
    ) {
        element(name, attributes) { $0.write(content) }
    }

    package mutating func element(_ name: StaticString, _ content: (inout HTMLWriter) -> Void) {
        element(name, [:], content)
    }

    package mutating func element(_ name: StaticString, _ content: String) { element(name, [:], content) }

    /// An element without content.
    package mutating func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]) {
        open(name, attributes)
        text += "/>"
    }

    package mutating func write(_ content: String) { text += HTMLWriter.escaped(content) }

    /// HTML from this module. A static string cannot hold text from outside.
    package mutating func raw(_ html: StaticString) { text += "\(html)" }

    private mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?>) {
        text += "<\(name)"
        for case (let name, let value?) in attributes { text += " \(name)=\"\(HTMLWriter.escaped(value))\"" }
    }

    /// Replaces characters that XML forbids by U+FFFD, and controls of the text direction by spaces.
    package static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            case _ where scalar.properties.isBidiControl: escaped += " "
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
