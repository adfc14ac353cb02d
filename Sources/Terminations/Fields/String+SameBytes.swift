extension String {
    /// Whether both are the same bytes.
    ///
    /// `==` is canonical equivalence: it takes two ids that differ in their normalisation for one. The ledger, the
    /// broker and every other program tell them apart, so Terminus must too.
    func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return withBytes { bytes in
            other.withBytes { bytes.elementsEqual($0) }
        }
    }

    /// Whether this is the member name `name`, which is ASCII.
    ///
    /// What is canonically equivalent to ASCII and not the same (U+212A to `K`) has more bytes.
    func isMemberName(_ name: String) -> Bool {
        utf8.count == name.utf8.count && self == name
    }
}
