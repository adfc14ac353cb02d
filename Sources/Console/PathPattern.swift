/// A path with names in braces, such as `/causes/{fingerprint}`.
struct PathPattern: Sendable {
    let text: String
    private let parts: [Substring]

    init(_ text: String) {
        self.text = text
        parts = text.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// How many names it has: a pattern with fewer goes first.
    var nameCount: Int { parts.count { $0.hasPrefix("{") } }

    /// The values of the names; nil where the path is another one.
    func parameters(of path: String) -> [String: String]? {
        let found = path.split(separator: "/", omittingEmptySubsequences: false)
        guard found.count == parts.count else { return nil }
        var parameters: [String: String] = [:]
        for (part, text) in zip(parts, found) {
            guard part.hasPrefix("{") else {
                guard part == text else { return nil }
                continue
            }
            guard !text.isEmpty else { return nil }
            parameters[String(part.dropFirst().dropLast())] = Fields.decoded(text, plusIsSpace: false)
        }
        return parameters
    }
}
