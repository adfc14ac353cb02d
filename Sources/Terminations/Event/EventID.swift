import Crypto
import JSON

/// Ids of events: UUIDs of version 5 (RFC 9562, section 5.5), so that an event always has the same id.
enum EventID {
    /// UUIDv5 of the URL namespace and `urn:terminus:events`: 91dd9a47-6ba7-582f-9669-9f04d74fb1d4.
    private static let namespace: [UInt8] = [
        0x91, 0xDD, 0x9A, 0x47, 0x6B, 0xA7, 0x58, 0x2F, 0x96, 0x69, 0x9F, 0x04, 0xD7, 0x4F, 0xB1, 0xD4,
    ]

    /// The id of the event about this revision of a termination.
    static func of(terminationID: String, revision: Int, type: EventType) -> String {
        uuid([terminationID, String(revision), type.rawValue])
    }

    /// The id of the event about a dead letter.
    static func of(deadLetterID: String) -> String { uuid([deadLetterID]) }

    /// - Parameter names: what identifies the event. Their bytes are hashed with a unit separator between each two.
    static func uuid(_ names: [String]) -> String {
        let count = names.reduce(namespace.count) { $0 + $1.utf8.count + 1 }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { buffer in
            var bytes = BufferWriter(buffer)
            namespace.withUnsafeBufferPointer { bytes.put($0) }
            for (index, name) in names.enumerated() {
                if index > 0 { bytes.put(0x1F) }
                name.withBytes { bytes.put($0) }
            }
            let written = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<bytes.count])
            return Insecure.SHA1.hash(data: written).withUnsafeBytes { uuid(hash: $0) }
        }
    }

    /// The first 16 bytes of the hash, with version and variant in their places.
    private static func uuid(hash: UnsafeRawBufferPointer) -> String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var writer = BufferWriter(buffer)
            for (index, byte) in hash.prefix(16).enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 { writer.put(UInt8(ascii: "-")) }
                let byte = index == 6 ? byte & 0x0F | 0x50 : index == 8 ? byte & 0x3F | 0x80 : byte
                writer.put(Hex.digit(byte >> 4))
                writer.put(Hex.digit(byte & 15))
            }
            return writer.count
        }
    }
}
