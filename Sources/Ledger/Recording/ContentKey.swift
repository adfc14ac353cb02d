import Crypto
import Foundation
public import Terminations

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
            // The length keeps two properties apart; -1 tells an absent one from an empty one.
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
