/// The 64-bit key of an id in the index: short, and the same in every process and version.
///
/// Two ids may have the same key, so the id of a found row is compared. Visible in the package, so that a large ledger can be
/// made for measuring.
package struct IDKey: Hashable, Sendable {
    /// What the id identifies. The same text as the id of different things has different keys.
    package enum Kind: UInt64 {
        case message = 1
        case termination = 2
        case contract = 3
    }

    package let value: Int64

    /// FNV-1a (draft-eastlake-fnv), mixed once more by the finalizer of MurmurHash3 so that all bits depend on all
    /// bytes.
    package init(_ kind: Kind, _ id: String) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ kind.rawValue
        id.withBytes { bytes in
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        value = Int64(bitPattern: hash ^ (hash >> 33))
    }
}

/// The keys of the ids that could be read of a message.
struct MessageIDs {
    var message: IDKey?
    var termination: IDKey?
    var contract: IDKey?

    init(message: String?, termination: String?, contract: String?) {
        self.message = message.map { IDKey(.message, $0) }
        self.termination = termination.map { IDKey(.termination, $0) }
        self.contract = contract.map { IDKey(.contract, $0) }
    }
}

/// The rows that the keys of a message lead to; nearly always none.
struct FoundRows {
    /// Of `termination_revisions`.
    var message: [Int64] = []
    /// Of `terminations`.
    var termination: [Int64] = []
    /// Of `terminations`.
    var contract: [Int64] = []
}

/// The key of an id, and the row that it leads to.
struct IDEntry: Hashable, Comparable, Sendable {
    let key: Int64
    let row: Int64

    static func < (a: IDEntry, b: IDEntry) -> Bool { (a.key, a.row) < (b.key, b.row) }
}
