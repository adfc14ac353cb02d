/// A binding key of a topic exchange: words separated by dots. `*` matches one word, `#` matches zero or more words
/// (AMQP 0-9-1, 3.1.3.3).
public struct TopicPattern: Hashable, Sendable, CustomStringConvertible {
    public let description: String
    private let words: [Substring]

    /// Every text is a valid pattern.
    public init(_ text: String) {
        description = text
        words = text.split(separator: ".", omittingEmptySubsequences: false)
    }

    /// Whether a topic exchange routes a message with this routing key to a queue that is bound with the pattern.
    public func matches(_ routingKey: String) -> Bool {
        Self.matches(words[...], routingKey.split(separator: ".", omittingEmptySubsequences: false)[...])
    }

    private static func matches(_ pattern: ArraySlice<Substring>, _ key: ArraySlice<Substring>) -> Bool {
        guard let word = pattern.first else { return key.isEmpty }
        let rest = pattern.dropFirst()
        if word == "#" { return (key.startIndex...key.endIndex).contains { matches(rest, key[$0...]) } }
        guard let next = key.first, word == "*" || word == next else { return false }
        return matches(rest, key.dropFirst())
    }
}
