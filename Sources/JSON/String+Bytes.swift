extension String {
    /// Calls `read` with the string's UTF-8.
    ///
    /// Unlike `withUTF8`, it can be called on a constant without a copy: nearly every string is stored contiguously.
    @inlinable
    package func withBytes<Result>(_ read: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        if let result = try utf8.withContiguousStorageIfAvailable(read) { return result }
        var text = self
        return try text.withUTF8(read)
    }

    /// Whether both strings have the same UTF-8.
    ///
    /// `==` compares by canonical equivalence, so it takes two ids that differ only in their normalisation for one. The
    /// ledger, the broker and every other program distinguish such ids, so Terminus does too.
    package func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return withBytes { bytes in
            other.withBytes { bytes.elementsEqual($0) }
        }
    }

    /// Whether every character is printable ASCII, as in nearly all ids and notes.
    package var isPrintableASCII: Bool { withBytes(SWAR.arePrintable) }
}
