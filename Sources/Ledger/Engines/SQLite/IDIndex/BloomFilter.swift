/// Finds out for most keys that are not in `recorded_ids` that they are not; it is never wrong about one that is.
///
/// A Bloom filter (B. H. Bloom, Space/time trade-offs in hash coding with allowable errors, 1970) with three bits a key, all
/// in one block of 64 bytes. It has at least four bits for each key in the ledger, and at most fifteen false positives in a
/// hundred new keys, which are then looked up in vain.
///
/// It has parts, each for the keys that begin with the same ten bits, so that a slice of a compaction, which is in the order of
/// the keys, changes a few parts only.
struct BloomFilter {
    static let partCount = 1024
    static let blockSize = 64
    /// The least bytes of a part: 4 MiB in all, which do for 2.8 million terminations and do not grow until then.
    private static let leastPartSize = 4096

    /// Each is a power of two of blocks; empty where there is no key yet.
    var parts = [[UInt8]](repeating: [], count: partCount)

    /// Whether the key may be there.
    func mayHave(_ key: Int64) -> Bool {
        Self.mayHave(key, in: parts[Self.part(of: key)])
    }

    /// Whether the key may have been put into this part, or into bytes of this kind.
    static func mayHave(_ key: Int64, in part: [UInt8]) -> Bool {
        guard !part.isEmpty else { return false }
        let bits = bits(of: key, in: part)
        return bits.indices.allSatisfy { part[bits[$0].byte] & bits[$0].mask != 0 }
    }

    static func insert(_ key: Int64, into part: inout [UInt8]) {
        let bits = bits(of: key, in: part)
        for index in bits.indices { part[bits[index].byte] |= bits[index].mask }
    }

    /// In which part a key is. Parts are in the order of their keys.
    static func part(of key: Int64) -> Int { Int(ordered(key) >> 54) }

    static func keys(ofPart part: Int) -> ClosedRange<Int64> {
        let first = UInt64(part) << 54
        return key(first)...key(first | (1 << 54 - 1))
    }

    /// The least bytes of a part, when the ledger has so many keys.
    static func partSize(keys count: Int64) -> Int {
        var size = leastPartSize
        while Int64(size * 8 * partCount) < 4 * count { size *= 2 }
        return size
    }

    /// The three bits of a key: all of its bits are random (``IDKey``), so that each part of them is a hash of its own. The
    /// first ten choose the part.
    private static func bits(of key: Int64, in part: [UInt8]) -> [3 of (byte: Int, mask: UInt8)] {
        let block = Int(key >> 27) & (part.count / blockSize - 1)
        return [bit(key, block), bit(key >> 9, block), bit(key >> 18, block)]
    }

    private static func bit(_ hash: Int64, _ block: Int) -> (byte: Int, mask: UInt8) {
        (block * blockSize + Int(hash >> 3) & (blockSize - 1), 1 << UInt8(hash & 7))
    }

    /// Numbers without a sign, in the order of the keys.
    static func ordered(_ key: Int64) -> UInt64 { UInt64(bitPattern: key) ^ 1 << 63 }
    private static func key(_ ordered: UInt64) -> Int64 { Int64(bitPattern: ordered ^ 1 << 63) }
}
