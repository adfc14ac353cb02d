import Crypto
import Foundation
public import Terminations

extension Recorder {
    /// Counts one more attempt at each of these redelivered messages, in one transaction, before they are judged.
    ///
    /// The counts of a message that ends the process rise with each restart, and so do those of its neighbours: which
    /// of them it is ``countLoneAttempt(_:at:)`` finds out.
    ///
    /// - Returns: for each message how often it was taken up, this time included.
    public func countAttempts(_ messages: [IncomingMessage], at now: Instant) throws(LedgerError) -> [Int] {
        try reportingLedgerErrors {
            try ledger.pool.write { database in
                let statement = try database.cachedStatement(
                    sql: """
                        INSERT INTO attempts (content_key, count, alone, last_at) VALUES (?, 1, 0, ?)
                        ON CONFLICT (content_key) DO UPDATE SET count = count + 1, last_at = excluded.last_at
                        RETURNING count
                        """
                )
                return try messages.map { message in
                    let key = ContentKey(message).blob
                    return try Int.fetchOne(statement, arguments: [key, now.milliseconds]) ?? 1
                }
            }
        }
    }

    /// Counts that a message is about to be judged with no other message in its transaction, nor any counted with it.
    ///
    /// - Returns: how often that was so, this time included.
    public func countLoneAttempt(_ message: IncomingMessage, at now: Instant) throws(LedgerError) -> Int {
        try reportingLedgerErrors {
            try ledger.pool.write { database in
                try Int.fetchOne(
                    database,
                    sql: """
                        INSERT INTO attempts (content_key, count, alone, last_at) VALUES (?, 1, 1, ?)
                        ON CONFLICT (content_key) DO UPDATE SET alone = alone + 1, last_at = excluded.last_at
                        RETURNING alone
                        """,
                    arguments: [ContentKey(message).blob, now.milliseconds]
                ) ?? 1
            }
        }
    }
}

extension Batch {
    /// Forgets the attempts at a message whose outcome this transaction records.
    func forgetAttempts(at received: ReceivedMessage) throws {
        try transaction.forgetAttempts(at: ContentKey(received.message))
    }
}

/// Recognises a message by what it consists of: its bytes and the properties that are judged with them.
struct ContentKey: Hashable, Sendable {
    let blob: Data

    init(_ message: IncomingMessage) {
        if let key = message.properties.truncatedBody?.contentKey, !key.isEmpty {
            blob = Data(key)
            return
        }
        var hash = ContentKeyHash(message.properties)
        message.body.withUnsafeBytes { hash.update($0) }
        blob = Data(hash.value)
    }
}

/// The hash behind the key by which a message is recognised, for a body that comes in pieces and is not kept.
public struct ContentKeyHash: Sendable {
    private var hash = SHA256()

    public init(_ properties: MessageProperties) {
        for property in [properties.messageID, properties.contentType] {
            // The length separates the two properties; -1 distinguishes an absent one from an empty one.
            let text = property ?? ""
            withUnsafeBytes(of: property == nil ? -1 : text.utf8.count) { hash.update(bufferPointer: $0) }
            hash.update(data: Data(text.utf8))
        }
        // Hashed only when it is set: most messages have none.
        if let encoding = properties.contentEncoding {
            hash.update(data: Data("content-encoding \(encoding)".utf8))
        }
    }

    /// Takes the next piece of the body.
    public mutating func update(_ piece: UnsafeRawBufferPointer) { hash.update(bufferPointer: piece) }

    /// 32 bytes: the key of the message whose body was seen.
    public var value: [UInt8] { Array(hash.finalize()) }
}
