import Testing

@testable import JSON

@Suite struct `Scanning eight bytes at a time` {
    /// Every byte at every place of a text of every length up to three words, among ordinary ones.
    private static let texts: [[UInt8]] = (0...24).flatMap { count in
        (0..<count).flatMap { place in
            (0...UInt8.max).map { byte in
                var text = [UInt8](repeating: UInt8(ascii: "x"), count: count)
                text[place] = byte
                return text
            }
        } + [[UInt8](repeating: UInt8(ascii: "x"), count: count)]
    }

    @Test func `finds the first byte that a JSON string must escape`() {
        let wrong = Self.texts.filter { text in
            let first = text.firstIndex(where: BufferWriter.needsEscape) ?? text.count
            return text.withUnsafeBufferPointer { SWAR.firstNotPlain(in: $0) } != first
        }
        #expect(wrong.isEmpty)
    }

    @Test func `finds the first of several, from any start`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                // Mostly ordinary, else close to a border.
                Bool.random(using: &random)
                    ? UInt8(ascii: "a")
                    : [0x00, 0x1F, 0x20, 0x22, 0x23, 0x5B, 0x5C, 0x7F, 0x80, 0xFF].randomElement(using: &random)!
            }
            let start = Int.random(in: 0...text.count, using: &random)
            let first = text[start...].firstIndex(where: BufferWriter.needsEscape) ?? text.count
            #expect(
                text.withUnsafeBufferPointer { SWAR.firstNotPlain(in: $0, from: start) } == first,
                "\(text) \(start)"
            )
        }
    }

    @Test func `detects whether all bytes are printable ASCII`() {
        let wrong = Self.texts.filter { text in
            text.withUnsafeBufferPointer(SWAR.arePrintable) != text.allSatisfy { 0x20..<0x7F ~= $0 }
        }
        #expect(wrong.isEmpty)
    }
}

@Suite struct `Duplicate names` {
    @Test(arguments: [2, 5, 31, 32, 33, 70])
    func `are found in objects of any size, wherever they stand`(count: Int) throws {
        let names = (0..<count).map { "name\($0)" }
        for place in [0, count / 2, count - 1] {
            let members = (names + [names[place]]).map { "\"\($0)\":1" }
            #expect(throws: JSONParseError.self) {
                try JSONValue(parsing: "{\(members.joined(separator: ","))}")
            }
        }
        let members = names.map { "\"\($0)\":1" }
        #expect(try JSONValue(parsing: "{\(members.joined(separator: ","))}").object?.members.count == count)
    }
}
