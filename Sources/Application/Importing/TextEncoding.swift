/// The character encoding of a file.
public enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// By its byte order mark.
    case utf16 = "utf-16"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    /// What Excel on Windows writes as "CSV" in Western Europe.
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"
    case latin9 = "iso-8859-15"
}

/// Turns the bytes of a file into UTF-8, a block at a time, and says where they are no text.
struct TextDecoder {
    private let encoding: TextEncoding
    /// The beginning of a character whose rest comes with the next block.
    private var rest: [UInt8] = []
    private var line = 1
    private var column = 0
    /// A high surrogate that waits for its other half.
    private var surrogate: UInt16?

    /// - Parameter encoding: not `utf16`, which is one of the other two by its byte order mark.
    init(_ encoding: TextEncoding) {
        self.encoding = encoding
    }

    /// - Parameter isLast: whether no bytes follow.
    /// - Throws: ``UndecodableText``.
    mutating func utf8(_ block: [UInt8], isLast: Bool) throws -> [UInt8] {
        switch encoding {
        case .utf8: try validated(block, isLast: isLast)
        case .utf16LittleEndian, .utf16, .utf16BigEndian: try units(block, isLast: isLast)
        case .windows1252, .latin1, .latin9: try singleBytes(block)
        }
    }

    // MARK: - UTF-8

    private mutating func validated(_ block: [UInt8], isLast: Bool) throws -> [UInt8] {
        var bytes = rest.isEmpty ? block : rest + block
        let tail = isLast ? 0 : Self.incompleteTail(of: bytes)
        rest = Array(bytes.suffix(tail))
        bytes.removeLast(tail)
        guard String(validating: bytes, as: UTF8.self) != nil else { throw fault(in: bytes) }
        for byte in bytes { step(over: byte) }
        return bytes
    }

    /// How many bytes at the end begin a character that is not whole yet.
    private static func incompleteTail(of bytes: [UInt8]) -> Int {
        for (count, byte) in zip(1..., bytes.reversed().prefix(3)) where byte & 0xC0 != 0x80 {
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > count ? count : 0
        }
        return 0
    }

    private mutating func fault(in bytes: [UInt8]) -> UndecodableText {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let scalar):
                for byte in scalar { step(over: byte) }
                offset += scalar.count
            case .error, .emptyInput:
                return UndecodableText(byte: bytes[min(offset, bytes.count - 1)], line: line, column: column + 1)
            }
        }
    }

    /// Continuation bytes are no columns of their own.
    private mutating func step(over byte: UInt8) {
        if byte == 0x0A {
            (line, column) = (line + 1, 0)
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
    }

    // MARK: - UTF-16

    private mutating func units(_ block: [UInt8], isLast: Bool) throws -> [UInt8] {
        let bytes = rest + block
        rest = bytes.count.isMultiple(of: 2) ? [] : [bytes[bytes.count - 1]]
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for index in stride(from: 0, to: bytes.count - 1, by: 2) {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            let unit = encoding == .utf16BigEndian ? first << 8 | second : second << 8 | first
            if let high = surrogate {
                guard UTF16.isTrailSurrogate(unit) else { throw fault(at: bytes[index]) }
                surrogate = nil
                append(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00), to: &text)
            } else if UTF16.isLeadSurrogate(unit) {
                surrogate = unit
            } else if UTF16.isTrailSurrogate(unit) {
                throw fault(at: bytes[index])
            } else {
                append(UInt32(unit), to: &text)
            }
        }
        if isLast, !rest.isEmpty || surrogate != nil { throw fault(at: bytes.last ?? 0) }
        return text
    }

    // MARK: - One byte a character

    private mutating func singleBytes(_ block: [UInt8]) throws -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(block.count + block.count / 8)
        for byte in block {
            guard let scalar = scalar(of: byte) else { throw fault(at: byte) }
            append(scalar, to: &text)
        }
        return text
    }

    private func scalar(of byte: UInt8) -> UInt32? {
        switch encoding {
        case .windows1252 where 0x80...0x9F ~= byte:
            let scalar = Self.windows1252[Int(byte) - 0x80]
            return scalar == 0 ? nil : UInt32(scalar)
        case .latin9: return Self.latin9[byte] ?? UInt32(byte)
        case .windows1252, .latin1, .utf8, .utf16, .utf16LittleEndian, .utf16BigEndian: return UInt32(byte)
        }
    }

    /// 0x80 to 0x9F (https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT); 0 is no character.
    private static let windows1252: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]
    /// Where ISO 8859-15 differs from ISO 8859-1.
    private static let latin9: [UInt8: UInt32] = [
        0xA4: 0x20AC, 0xA6: 0x0160, 0xA8: 0x0161, 0xB4: 0x017D, 0xB8: 0x017E, 0xBC: 0x0152, 0xBD: 0x0153, 0xBE: 0x0178,
    ]

    private mutating func append(_ scalar: UInt32, to text: inout [UInt8]) {
        step(over: scalar == 0x0A ? 0x0A : 0x20)
        guard scalar >= 0x80, let scalar = Unicode.Scalar(scalar) else {
            text.append(UInt8(truncatingIfNeeded: scalar))
            return
        }
        text += UTF8.encode(scalar).map(Array.init) ?? []
    }

    private func fault(at byte: UInt8) -> UndecodableText {
        UndecodableText(byte: byte, line: line, column: column + 1)
    }
}

/// A byte that is no text in the encoding of its file.
public struct UndecodableText: Error, Sendable, Equatable {
    public let byte: UInt8
    /// From 1.
    public let line: Int
    /// Characters of the line up to and including it.
    public let column: Int

    /// The place, as the end of a sentence: `byte 0xE9 in line 2, column 6`.
    public var place: String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "byte 0x\(digits.count < 2 ? "0" : "")\(digits) in line \(line), column \(column)"
    }

    /// The first byte that is not UTF-8; nil where all are.
    public static func first(in bytes: some Sequence<UInt8>) -> UndecodableText? {
        var decoder = TextDecoder(.utf8)
        do {
            _ = try decoder.utf8(Array(bytes), isLast: true)
            return nil
        } catch {
            return error as? UndecodableText
        }
    }
}
