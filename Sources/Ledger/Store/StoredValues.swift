import Foundation
import Terminations

// How columns keep values of the domain.

extension JSONValue {
    /// Reads JSON that the ledger keeps, whatever its depth: a value that was accepted within the limit of depth is a few levels
    /// deeper in the document that is kept.
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

extension Instant {
    /// Milliseconds since 1970-01-01T00:00:00Z, rounded down: how the ledger stores an instant.
    var milliseconds: Int64 {
        secondsSinceEpoch * 1000 + Int64(nanoseconds / 1_000_000)
    }

    /// The instant that a row holds; kept within what RFC 3339 can write, should somebody have edited the file.
    init(milliseconds: Int64) {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let floor = rest < 0 ? seconds - 1 : seconds
        let nanoseconds = Int32(rest < 0 ? rest + 1000 : rest) * 1_000_000
        self =
            Instant(secondsSinceEpoch: floor, nanoseconds: nanoseconds) ?? (milliseconds < 0 ? .earliest : .latest)
    }
}
