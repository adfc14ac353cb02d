public import Terminations

/// The texts that a redaction removed, in the form in which the files are searched for them: the beginning and the end
/// of each text in each of its forms, so that a text across two pages is found too.
///
/// Never printed, never logged.
public struct RemovedTexts: Sendable {
    /// Shorter texts are not searched for: "ok" occurs anywhere by chance.
    public static let shortest = 12
    static let longest = 48

    private(set) var pieces: Set<[UInt8]> = []
    /// How many texts are searched for.
    public private(set) var count = 0
    /// How many are too short to be searched for.
    public private(set) var shortCount = 0

    public init() {}

    public mutating func add(_ text: RemovedText) {
        let forms = text.forms.filter { $0.count >= Self.shortest }
        if forms.isEmpty { shortCount += 1 } else { count += 1 }
        for form in forms {
            pieces.insert(Array(form.prefix(Self.longest)))
            pieces.insert(Array(form.suffix(Self.longest)))
        }
    }
}

/// Finds pieces of text in bytes with one lookup a byte, for the eight bytes that begin there. The number of pieces does
/// not matter.
struct TextSearch {
    /// Which lengths the pieces have that begin with these eight bytes.
    private var lengths: [UInt64: Set<Int>] = [:]
    private let pieces: Set<[UInt8]>
    /// One bit for each hash of a beginning. It excludes most bytes of a file.
    private var filter = [UInt64](repeating: 0, count: 1 << 14)
    private(set) var found: Set<[UInt8]> = []

    init(_ pieces: Set<[UInt8]>) {
        self.pieces = pieces
        for piece in pieces {
            let beginning = piece.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
            lengths[beginning, default: []].insert(piece.count)
            let (word, bit) = Self.place(beginning)
            filter[word] |= bit
        }
    }

    @inline(__always)
    private static func place(_ beginning: UInt64) -> (Int, UInt64) {
        let hash = (beginning &* 0x9E37_79B9_7F4A_7C15) >> 44
        return (Int(hash >> 6), 1 << (hash & 63))
    }

    /// - Returns: what was found since the last call.
    mutating func takeFound() -> Set<[UInt8]> {
        defer { found.removeAll(keepingCapacity: true) }
        return found
    }

    mutating func look(in bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= RemovedTexts.shortest else { return }
        filter.withUnsafeBufferPointer { filter in
            for start in 0...bytes.count - 8 {
                let beginning = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
                let (word, bit) = Self.place(beginning)
                guard filter[word] & bit != 0, let lengths = lengths[beginning] else { continue }
                for length in lengths where start + length <= bytes.count {
                    let piece = Array(bytes[start..<start + length])
                    if pieces.contains(piece) { found.insert(piece) }
                }
            }
        }
    }
}
