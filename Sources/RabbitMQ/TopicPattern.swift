/// A binding key of a topic exchange: words separated by dots. `*` matches one word, `#` matches zero or more words
/// (AMQP 0-9-1, 3.1.3.3).
public struct TopicPattern: Hashable, Sendable, CustomStringConvertible {
    public let description: String
    private let words: [[UInt8]]
    private static let anyWord = Array("*".utf8)
    private static let anyWords = Array("#".utf8)

    /// Every text is a valid pattern.
    public init(_ text: String) {
        description = text
        words = Self.words(text)
    }

    /// Whether a topic exchange routes a message with this routing key to a queue that is bound with the pattern.
    public func matches(_ routingKey: String) -> Bool {
        Self.matches(words[...], Self.words(routingKey)[...])
    }

    /// As the broker divides and compares them: by bytes.
    private static func words(_ text: String) -> [[UInt8]] {
        text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map { Array($0) }
    }

    private static func matches(_ pattern: ArraySlice<[UInt8]>, _ key: ArraySlice<[UInt8]>) -> Bool {
        guard let word = pattern.first else { return key.isEmpty }
        let rest = pattern.dropFirst()
        if word == anyWords { return (key.startIndex...key.endIndex).contains { matches(rest, key[$0...]) } }
        guard let next = key.first, word == anyWord || word == next else { return false }
        return matches(rest, key.dropFirst())
    }
}
