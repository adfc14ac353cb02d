/// One version of a dead letter: what somebody looked at before they decided.
///
/// Every change names the version that it is about. The ledger refuses it where the dead letter has changed since.
public struct DeadLetterVersion: Sendable, Hashable {
    private let packedID: PackedID
    private let packedVersion: Int32

    public var id: String { packedID.text }
    public var version: Int { Int(packedVersion) }

    public init(id: String, version: Int) {
        packedID = PackedID(id)
        packedVersion = Int32(clamping: version)
    }

    public init(_ deadLetter: DeadLetter) {
        self.init(id: deadLetter.id, version: deadLetter.version)
    }
}

/// The id of a dead letter in 16 bytes: a plan may hold hundreds of thousands, each of which would be a string of 64 bytes.
private enum PackedID: Hashable {
    case uuid(UInt64, UInt64)
    /// Not the id of any dead letter, but what a caller takes for one.
    case other(String)

    private static let dashes = [8, 13, 18, 23]

    init(_ text: String) {
        var digits: (UInt64, UInt64) = (0, 0)
        var index = 0
        var count = 0
        for byte in text.utf8 {
            defer { index += 1 }
            if Self.dashes.contains(index) {
                guard byte == UInt8(ascii: "-") else { break }
                continue
            }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default:
                self = .other(text)
                return
            }
            if count < 16 { digits.0 = digits.0 << 4 | UInt64(digit) } else { digits.1 = digits.1 << 4 | UInt64(digit) }
            count += 1
        }
        self = index == 36 && count == 32 ? .uuid(digits.0, digits.1) : .other(text)
    }

    var text: String {
        switch self {
        case .other(let text): text
        case .uuid(let high, let low):
            String(unsafeUninitializedCapacity: 36) { buffer in
                var count = 0
                for index in 0..<36 {
                    if Self.dashes.contains(index) {
                        buffer[index] = UInt8(ascii: "-")
                        continue
                    }
                    let half = count < 16 ? high : low
                    let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (count & 15))) & 15
                    buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                    count += 1
                }
                return 36
            }
        }
    }
}
