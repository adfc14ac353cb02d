import Crypto
import Foundation
import Terminations

/// Recognises a message by what it consists of: its bytes and the properties that are judged with them.
struct ContentKey: Hashable, Sendable {
    let blob: Data

    init(_ message: IncomingMessage) {
        var hash = SHA256()
        for property in [message.properties.messageID, message.properties.contentType] {
            // The length keeps two properties apart; -1 tells an absent one from an empty one.
            let text = property ?? ""
            withUnsafeBytes(of: property == nil ? -1 : text.utf8.count) { hash.update(bufferPointer: $0) }
            hash.update(data: Data(text.utf8))
        }
        // Only where it is set: the keys of messages without it are those of earlier versions.
        if let encoding = message.properties.contentEncoding {
            hash.update(data: Data("content-encoding \(encoding)".utf8))
        }
        hash.update(data: message.body)
        blob = Data(hash.finalize())
    }
}
