import Foundation
import Terminations

/// Makes the ids of dead letters: UUIDv7 (RFC 9562, section 5.7), so that they are unique beyond one ledger and sort by
/// the time at which they were made.
enum DeadLetterID {
    static func next(at now: Instant) -> String {
        var bytes = withUnsafeBytes(of: UUID().uuid) { [UInt8]($0) }
        let milliseconds = UInt64(clamping: now.milliseconds)
        for index in 0..<6 {
            bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * UInt64(index)))
        }
        bytes[6] = bytes[6] & 0x0F | 0x70
        let uuid = bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }
        return UUID(uuid: uuid).uuidString.lowercased()
    }
}
