/// One broken rule: a stable code, the place of the field, and a sentence for people.
///
/// The sentence never repeats a value of the message, so that neither a note nor a sensitive reason can leak
/// into logs, answers or dead letters.
public struct Violation: Error, Hashable, Sendable {
    public let code: Code
    /// The field; the field that is missing where one is; the root where the document as a whole is refused.
    public let pointer: JSONPointer
    /// One English sentence.
    public let message: String
    /// What would have been right, where that can be said in a few words.
    public let expected: String?
    /// A value that was probably meant. Never a sensitive reason.
    public let suggestion: String?

    public init(
        _ code: Code,
        at pointer: JSONPointer,
        _ message: String,
        expected: String? = nil,
        suggestion: String? = nil
    ) {
        self.code = code
        self.pointer = pointer
        self.message = message
        self.expected = expected
        self.suggestion = suggestion
    }

    /// The same of a document that stands at this place of another.
    func under(_ root: JSONPointer) -> Violation {
        let pointer = pointer.tokens.reduce(root) { $0.appending($1) }
        return Violation(code, at: pointer, message, expected: expected, suggestion: suggestion)
    }
}
