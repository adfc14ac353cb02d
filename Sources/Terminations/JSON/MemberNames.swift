/// Finds member names that stand twice in one object, byte for byte, in time linear in the size of the object.
struct MemberNames {
    /// Objects up to this size are searched, which is faster than hashing.
    private static let searchLimit = 32
    private var hashed: Set<Name> = []
    /// A bit for each name so far, by its ends and its length: where it is new, so is the name.
    private var marks: UInt64 = 0

    /// Whether the name is not among the members before it.
    mutating func insert(_ name: String, among members: [JSONObject.Member]) -> Bool {
        guard members.count >= Self.searchLimit else {
            let mark = Self.mark(of: name)
            defer { marks |= mark }
            return marks & mark == 0 || !members.contains { $0.name.hasSameBytes(as: name) }
        }
        if hashed.isEmpty { hashed.formUnion(members.map { Name(text: $0.name) }) }
        return hashed.insert(Name(text: name)).inserted
    }

    private static func mark(of name: String) -> UInt64 {
        name.withBytes { utf8 in
            let number = UInt64(utf8.count) &* 11 &+ UInt64(utf8.first ?? 0) &* 7 &+ UInt64(utf8.last ?? 0)
            return 1 << (number & 63)
        }
    }

    private struct Name: Hashable {
        let text: String

        static func == (left: Name, right: Name) -> Bool {
            left.text.hasSameBytes(as: right.text)
        }

        func hash(into hasher: inout Hasher) {
            text.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }
}
