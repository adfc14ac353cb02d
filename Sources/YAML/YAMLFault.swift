import Terminations
import Yams

/// Why a text is not YAML, in words for people who write settings: those of libyaml name the parts of its scanner. No sentence
/// repeats a value.
struct YAMLFault {
    /// The rest of a sentence that begins with what is not YAML: `a colon is not allowed at line 2, column 7: …`.
    let text: String

    /// - Parameters:
    ///   - source: what was read.
    ///   - namesKeys: whether the keys of the document may be repeated.
    init(_ error: YamlError, in source: String, namesKeys: Bool) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            text = Self.sentence(problem, at: mark)
        case .reader(_, let offset, _, _):
            let before = source.utf8.prefix(offset ?? 0)
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            text = "a control character is not allowed at line \(line)"
        case .duplicatedKeysInMapping(let keys, let context):
            let keys = namesKeys ? keys.map(\.printable).joined(separator: ", ") : "a key"
            text = "\(keys) occurs twice (in the mapping at line \(context.mark.line))"
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            text = "it cannot be read"
        }
    }

    private static func sentence(_ problem: String, at mark: Mark) -> String {
        let known = problems.first { problem.contains($0.problem) }
        let what = known?.what ?? "the text cannot be read"
        let advice = known.map { $0.advice } ?? "check the indentation and the quotation marks"
        // The place comes early, so that it is seen in a long sentence.
        return "\(what) at line \(mark.line), column \(mark.column)" + (advice.map { ": \($0)" } ?? "")
    }

    /// By parts of libyaml's texts, the more special ones first.
    private static let problems: [(problem: String, what: String, advice: String?)] = [
        (
            "mapping values are not allowed", "a colon is not allowed",
            "check the indentation, or put the text in quotation marks"
        ),
        ("block sequence entries are not allowed", "a list entry (-) is not allowed", "check the indentation"),
        ("mapping keys are not allowed", "a name is not allowed", "check the indentation"),
        ("could not find expected ':'", "a colon is missing after a name", nil),
        (
            "cannot start any token", "no text can begin with the character",
            "put the text in quotation marks, and indent with spaces"
        ),
        ("tab character", "a tab is not allowed", "indent with spaces"),
        ("unexpected end of stream", "the closing quotation mark of a text is missing", nil),
        ("unexpected document indicator", "the closing quotation mark of a text is missing", nil),
        ("escape", "an escape (\\) is not known", "use single quotation marks where a text has a backslash"),
        ("hexdecimal", "an escape (\\) lacks hexadecimal digits", nil),
        ("expected ',' or ']'", "a comma or ] is missing", nil),
        ("expected ',' or '}'", "a comma or } is missing", nil),
        ("expected '-' indicator", "a list entry (-) is missing", "check the indentation"),
        ("expected key", "a name with a colon is missing", "check the indentation and the quotation marks"),
        ("expected node content", "a value is missing", nil),
        ("another document", "a second document begins", "remove the --- between them"),
        ("expected <document start>", "a text follows the end of the document", nil),
        ("undefined alias", "an alias (*) without its anchor (&) is used", nil),
        ("duplicate anchor", "an anchor (&) occurs again", nil),
        ("undefined tag handle", "a tag (!) is not known", nil),
        ("directive", "a directive (%) cannot be read", nil),
        ("YAML document", "the version of YAML is not 1.1 or 1.2", nil),
        (
            "alphabetic or numeric", "an alias (*), an anchor (&) or a directive (%) has no name",
            "put the text in quotation marks"
        ),
    ]
}
