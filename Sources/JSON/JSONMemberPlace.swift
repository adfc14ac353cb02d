/// Finds the bytes of a member's value in a document that is known to be valid JSON, so that one value can be replaced and
/// every other byte stays as it came.
package enum JSONMemberPlace {
    /// - Parameter path: names of members, outermost first. They are compared unescaped.
    /// - Returns: nil where there is no such member.
    package static func range(of path: [String], in bytes: [UInt8]) -> Range<Int>? {
        var cursor = JSONCursor(bytes)
        cursor.skipByteOrderMark()
        cursor.skipSpace()
        for name in path {
            guard cursor.enterMember(name) else { return nil }
        }
        let start = cursor.position
        cursor.skipValue()
        return start..<cursor.position
    }
}

/// Steps over the tokens of valid JSON. Other bytes never lead out of bounds.
private struct JSONCursor {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipByteOrderMark() { position += ByteOrderMark.length(in: bytes) }

    mutating func skipSpace() {
        while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    /// Moves from the beginning of an object to the beginning of a member's value.
    mutating func enterMember(_ name: String) -> Bool {
        guard byte == UInt8(ascii: "{") else { return false }
        position += 1
        skipSpace()
        while byte == UInt8(ascii: "\"") {
            let start = position
            skipString()
            let isMatch =
                (try? JSONValue(parsing: Array(bytes[start..<position])))?.string?.hasSameBytes(as: name) == true
            skipSpace()
            position += 1
            skipSpace()
            if isMatch { return byte != nil }
            skipValue()
            skipSpace()
            position += 1
            skipSpace()
        }
        return false
    }

    mutating func skipValue() {
        switch byte {
        case UInt8(ascii: "\""): skipString()
        case UInt8(ascii: "{"), UInt8(ascii: "["): skipNested()
        case _?: skipWord()
        case nil: break
        }
    }

    private mutating func skipString() {
        position += 1
        while let byte, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
        position = min(position + 1, bytes.count)
    }

    private mutating func skipNested() {
        var depth = 0
        repeat {
            switch byte {
            case UInt8(ascii: "\""):
                skipString()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case _?: break
            case nil: return
            }
            position += 1
        } while depth > 0
    }

    private mutating func skipWord() {
        let ends = Array(",}] \t\n\r".utf8)
        while let byte, !ends.contains(byte) { position += 1 }
    }
}
