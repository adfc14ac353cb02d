import Ledger
import Terminations

/// One message of a file that is imported.
struct ImportRow: Sendable {
    /// A page of rows ends with the one by which it has so many bytes: a few pages are in memory at once.
    static let pageBytes = 4 * 1024 * 1024

    /// Where it begins, from 1.
    let line: Int
    /// Bytes of the file up to its end.
    let end: Int64
    /// The bytes of the file.
    let text: [UInt8]
    /// What is judged: of NDJSON the text, of CSV the message that its cells make.
    let body: [UInt8]
    /// Why the row makes no message; nil where it makes one.
    var fault: Violation?
    /// What is wrong with cells that are not written as the options of the import say, by the pointer of the field.
    var cellFaults: [String: CellFault] = [:]
    /// The values of ``ColumnMapping/values`` that the row has, by their place in ``ColumnMapping/allValues``.
    var mappedValues: [Int] = []

    /// The row as it would arrive.
    func received(_ limits: MessageLimits) -> ReceivedMessage {
        let message = IncomingMessage(body: body)
        if let fault { return ReceivedMessage(message: message, parsed: ParsedMessage(unreadable: fault)) }
        let parsed = ParsedMessage(message, limits: limits)
        guard parsed.message == nil else { return ReceivedMessage(message: message, parsed: parsed) }
        let event = IncomingMessage(document: body)
        guard event.isCloudEvent else { return ReceivedMessage(message: message, parsed: parsed) }
        return ReceivedMessage(message: event, parsed: ParsedMessage(event, limits: limits))
    }

    /// The violations with sentences that speak of the cell as it is written, where the format of its column was named. The
    /// judge knows the formats of messages alone.
    func explained(_ violations: [Violation]) -> [Violation] {
        guard !cellFaults.isEmpty else { return violations }
        return violations.map { violation in
            guard let fault = cellFaults[violation.pointer.description] else { return violation }
            return Violation(
                violation.code,
                at: violation.pointer,
                "The field \(violation.pointer.tokens.last ?? "") \(fault.description).",
                expected: fault.expected,
                suggestion: violation.suggestion
            )
        }
    }

    /// Why nothing at all can be read of the row; nil where something can.
    func unreadable(_ limits: MessageLimits) -> Violation? {
        guard let violation = received(limits).parsed.formViolations.first, violation.pointer == .root else {
            return nil
        }
        switch violation.code {
        case .malformedJSON, .invalidUTF8, .notAnObject, .tooDeep, .tooLarge: return violation
        default: return nil
        }
    }
}

/// Cuts a file into messages, in order.
protocol ImportRows {
    /// The next messages, up to the limit and to ``ImportRow/pageBytes``; empty at the end.
    ///
    /// - Throws: ``ImportFileError`` where the file cannot be read on.
    mutating func next(_ limit: Int) throws -> [ImportRow]
}

/// Why a file cannot be imported.
public struct ImportFileError: Error, Sendable, CustomStringConvertible {
    public enum Cause: Sendable {
        /// What is in the file, or how it is to be read.
        case content
        /// The file cannot be opened.
        case noInput
        /// The disk is to blame, and not what is read.
        case disk
    }

    public let description: String
    public let hint: String?
    public let cause: Cause

    init(_ description: String, hint: String? = nil, cause: Cause = .content) {
        self.description = description
        self.hint = hint
        self.cause = cause
    }
}
