public import Terminations

/// What a redaction has taken out, as it is looked for in the files afterwards: the beginning and the end of each text in
/// each of its forms, so that a text that lies across two pages is found too.
///
/// Never printed, never logged.
public struct RemovedTexts: Sendable {
    /// Shorter texts are not looked for: "ok" stands anywhere by chance.
    public static let shortest = 12
    static let longest = 48

    private(set) var pieces: Set<[UInt8]> = []
    /// How many texts are looked for.
    public private(set) var count = 0
    /// How many are too short to be looked for.
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

/// Finds pieces of text in bytes, however many are looked for: one look a byte, at the eight bytes that begin there.
struct TextSearch {
    /// Which lengths the pieces have that begin with these eight bytes.
    private var lengths: [UInt64: Set<Int>] = [:]
    private let pieces: Set<[UInt8]>
    /// A bit for what a beginning hashes to: most bytes of a file are dismissed by it.
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
