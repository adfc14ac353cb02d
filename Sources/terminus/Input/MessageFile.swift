import Foundation
import JSON
import Terminations

/// One message of an input file, with its exact bytes.
struct FileMessage {
    /// The file's name, or `-`.
    let file: String
    /// The position among the file's messages, from 1.
    let position: Int
    let bytes: [UInt8]
    let origin: MessageFile.Origin

    /// How a person finds it: `terminations.ndjson:17`.
    var place: String { "\(file):\(position)" }

    /// The message as it would be delivered.
    ///
    /// - Parameter contentType: nil for what the document looks like.
    func incoming(contentType: String?) -> IncomingMessage {
        guard let contentType else { return IncomingMessage(document: bytes) }
        return IncomingMessage(body: bytes, properties: MessageProperties(contentType: contentType))
    }
}

/// Reads messages from files: one JSON document, an array, or NDJSON. The bytes of a message are never changed, so that
/// what is wrong with them is still wrong afterwards.
enum MessageFile {
    /// What a message is of its file.
    enum Origin {
        case document
        case line
        case arrayElement
        /// The whole file, though its lines look like messages.
        case documentOfLines
    }

    /// What a file is taken for that could be one message or several.
    enum Doubt {
        /// Several wherever that is possible.
        case several
        /// One, as a publisher that sends the whole file would have it: of arrays those with a single element, and lines in
        /// a file whose name does not say that it has lines.
        case one
    }

    static func nothing(in paths: [String]) -> CommandFailure {
        let names = paths.map { $0 == "-" ? "standard input" : $0 }
        return CommandFailure(.dataError, "There is no message in \(names.joined(separator: ", ")).")
    }

    static func read(_ paths: [String], inDoubt doubt: Doubt = .several) throws -> [FileMessage] {
        try paths.flatMap { path in
            let hasLines = [".ndjson", ".jsonl"].contains { path.lowercased().hasSuffix($0) }
            let (origin, parts) = split(
                try bytes(of: path),
                hasLines: hasLines ? true : path == "-" || doubt == .several ? nil : false,
                keepsSingleElement: doubt == .one
            )
            return parts.enumerated().map {
                FileMessage(file: path, position: $0.offset + 1, bytes: Array($0.element), origin: origin)
            }
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
    ///
    /// - Parameters:
    ///   - hasLines: whether each line is a message; nil where that is to be seen.
    ///   - keepsSingleElement: whether an array with less than two elements is one message, which is an array.
    private static func split(
        _ content: [UInt8],
        hasLines: Bool?,
        keepsSingleElement: Bool
    ) -> (Origin, [ArraySlice<UInt8>]) {
        let whole = trim(content[...])
        // A byte order mark belongs to the file: what is cut out of it has none.
        let text = trim(whole.dropFirst(ByteOrderMark.length(in: whole)))
        guard let first = text.first else { return (.document, []) }
        if first == UInt8(ascii: "["), hasLines != true, let elements = elements(ofArray: text),
            elements.count > 1 || !keepsSingleElement
        {
            return (.arrayElement, elements)
        }
        let lines = text.split(separator: UInt8(ascii: "\n")).map(trim).filter { !$0.isEmpty }
        let looksLikeLines = lines.count > 1 && lines[0].first == UInt8(ascii: "{") && isBalanced(lines[0])
        if hasLines ?? looksLikeLines { return (.line, lines) }
        return (looksLikeLines ? .documentOfLines : .document, [whole])
    }

    /// The elements of a JSON array as they are written; nil when its brackets do not close at the end.
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
