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

    /// - Parameter id: its text in UTF-8, as the engine has it.
    init(id: UnsafeRawBufferPointer, version: Int64) {
        packedID = PackedID(id) ?? .other(String(decoding: id, as: UTF8.self))
        packedVersion = Int32(clamping: version)
    }

    /// Adds bytes that tell it from every other version of every other dead letter. No two lists of versions have the same.
    public func appendBytes(to bytes: inout [UInt8]) {
        switch packedID {
        case .uuid(let high, let low):
            bytes.append(0)
            withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { bytes += $0 }
        case .other(let text):
            bytes.append(1)
            withUnsafeBytes(of: UInt64(text.utf8.count).bigEndian) { bytes += $0 }
            bytes += text.utf8
        }
        withUnsafeBytes(of: packedVersion.bigEndian) { bytes += $0 }
    }
}

/// The id of a dead letter in 16 bytes: a plan may hold hundreds of thousands, each of which would be a string of 64 bytes.
private enum PackedID: Hashable {
    case uuid(UInt64, UInt64)
    /// Not the id of any dead letter, but what a caller takes for one.
    case other(String)

    private static let dashes: UInt64 = 1 << 8 | 1 << 13 | 1 << 18 | 1 << 23

    init(_ text: String) {
        var text = text
        self = text.withUTF8 { PackedID(UnsafeRawBufferPointer($0)) } ?? .other(text)
    }

    /// Nil where it is no UUID in lower case.
    init?(_ text: UnsafeRawBufferPointer) {
        guard text.count == 36 else { return nil }
        var digits: (UInt64, UInt64) = (0, 0)
        for index in 0..<36 {
            let byte = text[index]
            if Self.dashes >> UInt64(index) & 1 != 0 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let digit: UInt64
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
            // The first 16 digits are in the first 18 bytes.
            if index < 18 { digits.0 = digits.0 << 4 | digit } else { digits.1 = digits.1 << 4 | digit }
        }
        self = .uuid(digits.0, digits.1)
    }

    var text: String {
        switch self {
        case .other(let text): text
        case .uuid(let high, let low):
            String(unsafeUninitializedCapacity: 36) { buffer in
                var count = 0
                for index in 0..<36 {
                    if Self.dashes >> UInt64(index) & 1 != 0 {
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
