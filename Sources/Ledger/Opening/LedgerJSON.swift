import Foundation
import GRDB
import Terminations

// How domain values stand in columns.

extension JSONValue {
    /// Reads what the ledger keeps, however deep it is: what was accepted within its own limit of depth stands a few levels
    /// deeper in the document that is kept of it.
    init(kept text: String) throws(Violation) {
        try self.init(parsing: text, maxDepth: MessageLimits.deepest)
    }

    /// Compact JSON text.
    var text: String {
        var writer = JSONWriter()
        writer.value(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension Violation {
    static func text(_ violations: [Violation]) -> String {
        String(decoding: json(violations), as: UTF8.self)
    }

    static func list(text: String) throws -> [Violation] {
        guard let elements = try JSONValue(kept: text).array else {
            throw LedgerError(.damaged, "The violations of a dead letter cannot be read.")
        }
        return try elements.map { element in
            guard let violation = Violation(json: element) else {
                throw LedgerError(.damaged, "A violation has a code that this version does not know.")
            }
            return violation
        }
    }
}

extension ContentDigest {
    init(blob: [UInt8]) throws {
        guard let digest = ContentDigest(blob) else {
            throw LedgerError(.damaged, "A content digest does not have 32 bytes.")
        }
        self = digest
    }
}

extension ReasonSnapshot {
    /// Reads ``text``.
    static func stored(_ text: String, isSensitive: Bool) throws -> ReasonSnapshot {
        guard let snapshot = ReasonSnapshot(json: try JSONValue(kept: text), isSensitive: isSensitive) else {
            throw LedgerError(.damaged, "A recorded reason cannot be read.")
        }
        return snapshot
    }

    /// The snapshot as the ledger keeps it: also what is sensitive, since history must say what was decided.
    var text: String {
        var writer = JSONWriter()
        writeComplete(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
