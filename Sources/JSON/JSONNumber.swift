/// A JSON number with the spelling in which it was read.
public struct JSONNumber: Hashable, Sendable {
    /// The literal, as RFC 8259 allows it: `1`, `1.0`, `1e2`, `-0.5`.
    public let literal: String

    /// A literal that a parser has found to be a JSON number.
    package init(literal: String) {
        self.literal = literal
    }

    public init(_ integer: some FixedWidthInteger) {
        literal = String(integer)
    }

    /// Whether the value has no fraction, as JSON Schema defines `integer`: `1.0` and `1e2` have none.
    public var isInteger: Bool {
        switch magnitude {
        case .integer, .tooLarge: true
        case .fraction: false
        }
    }

    /// The exact value, where it is an integer that fits.
    public var integer: Int64? {
        switch magnitude {
        case .integer(let value): value
        case .tooLarge, .fraction: nil
        }
    }

    private enum Magnitude {
        case integer(Int64)
        case tooLarge
        case fraction
    }

    private var magnitude: Magnitude {
        if let value = Int64(literal) { return .integer(value) }
        var digits: [UInt8] = []
        var scale = 0
        var isNegative = false
        var rest = literal.utf8[...]
        if rest.first == UInt8(ascii: "-") {
            isNegative = true
            rest = rest.dropFirst()
        }
        var isFraction = false
        while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: ".") {
                isFraction = true
            } else {
                digits.append(byte - 0x30)
                if isFraction { scale -= 1 }
            }
        }
        while let last = digits.last, last == 0 {
            digits.removeLast()
            scale += 1
        }
        guard !digits.isEmpty else { return .integer(0) }
        if !rest.isEmpty {
            // Of an exponent beyond Int only the sign matters.
            let exponent = rest.dropFirst()
            let isSmall = exponent.first == UInt8(ascii: "-")
            let unsigned = exponent.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") || $0 == 0x30 }
            guard unsigned.count < 10 else { return isSmall ? .fraction : .tooLarge }
            let value = unsigned.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            scale += isSmall ? -value : value
        }
        guard scale >= 0 else { return .fraction }
        return Self.integer(digits, scale: scale, isNegative: isNegative)
    }

    private static func integer(_ digits: [UInt8], scale: Int, isNegative: Bool) -> Magnitude {
        let significant = digits.drop { $0 == 0 }
        guard significant.count + scale <= 19 else { return .tooLarge }
        var text = isNegative ? "-" : ""
        for digit in significant { text.unicodeScalars.append(Unicode.Scalar(0x30 + digit)) }
        text += String(repeating: "0", count: scale)
        return Int64(text).map(Magnitude.integer) ?? .tooLarge
    }
}
