import Foundation
import Terminations

/// One message of an input file, with its exact bytes.
struct FileMessage {
    /// The file's name, or `-`.
    let file: String
    /// The position among the file's messages, from 1.
    let position: Int
    let bytes: [UInt8]

    /// How a person finds it: `terminations.ndjson:17`.
    var place: String { "\(file):\(position)" }

    /// What a publisher sets: a document that has `specversion` at its top is a structured CloudEvent.
    var contentType: String {
        let name = "specversion"
        // Most messages do not have the word anywhere, and need not be read for it.
        guard bytes.firstRange(of: name.utf8) != nil, let body = try? JSONValue(parsing: bytes),
            body.object?[name] != nil
        else { return "application/json" }
        return "application/cloudevents+json"
    }

    /// The message as it would be delivered.
    ///
    /// - Parameter contentType: nil for what the document looks like.
    func incoming(contentType: String?) -> IncomingMessage {
        IncomingMessage(body: bytes, properties: MessageProperties(contentType: contentType ?? self.contentType))
    }
}

/// Reads messages from files: one JSON document, an array, or NDJSON. The bytes of a message are never changed, so that
/// what is wrong with them is still wrong afterwards.
enum MessageFile {
    static func read(_ paths: [String]) throws -> [FileMessage] {
        try paths.flatMap { path in
            let content = try bytes(of: path)
            return split(content, isLines: path.hasSuffix(".ndjson") || path.hasSuffix(".jsonl"))
                .enumerated()
                .map { FileMessage(file: path, position: $0.offset + 1, bytes: Array($0.element)) }
        }
    }

    static func bytes(of path: String) throws -> [UInt8] {
        do {
            return try InputFile.bytes(of: path)
        } catch {
            throw CommandFailure(
                .noInput,
                "\(path) cannot be read: \(error.text).",
                hint: "Name a file that exists, or - for standard input."
            )
        }
    }

    /// An array is cut into its elements, lines into lines, and anything else is one message.
    static func split(_ content: [UInt8], isLines: Bool = false) -> [ArraySlice<UInt8>] {
        let trimmed = trim(content[...])
        guard let first = trimmed.first else { return [] }
        if first == UInt8(ascii: "["), let elements = elements(ofArray: trimmed) { return elements }
        let lines = trimmed.split(separator: UInt8(ascii: "\n")).map(trim).filter { !$0.isEmpty }
        let looksLikeLines = lines.count > 1 && lines[0].first == UInt8(ascii: "{") && isBalanced(lines[0])
        return isLines || looksLikeLines ? lines : [trimmed]
    }

    /// The elements of a JSON array as they stand; nil when its brackets do not close at the end.
    private static func elements(ofArray text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        var elements: [ArraySlice<UInt8>] = []
        var scanner = BracketScanner()
        var start = text.startIndex + 1
        for index in text.indices {
            let wasInside = scanner.depth
            scanner.take(text[index])
            let isComma = text[index] == UInt8(ascii: ",") && wasInside == 1 && !scanner.isInString
            let isEnd = scanner.depth == 0
            guard isComma || isEnd else { continue }
            let element = trim(text[start..<index])
            if isEnd {
                guard index == text.endIndex - 1 else { return nil }
                return element.isEmpty ? elements : elements + [element]
            }
            elements.append(element)
            start = index + 1
        }
        return nil
    }

    private static func isBalanced(_ text: ArraySlice<UInt8>) -> Bool {
        var scanner = BracketScanner()
        for byte in text { scanner.take(byte) }
        return scanner.depth == 0 && !scanner.isInString
    }

    private static func trim(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let head = text.drop(while: isSpace)
        return head[..<(head.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? head.startIndex)]
    }
}

/// Follows brackets and strings through JSON text that need not be valid.
private struct BracketScanner {
    private(set) var depth = 0
    private(set) var isInString = false
    private var isEscaped = false

    mutating func take(_ byte: UInt8) {
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
            return
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
    }
}
