extension Instant: CustomStringConvertible {
    /// Reads an RFC 3339 `date-time`: `T` and `Z` in either case, an offset required.
    ///
    /// A fraction finer than nanoseconds is cut off. Second 60 is refused: the time line here has no leap seconds.
    public init?(rfc3339 text: some StringProtocol) {
        guard let instant = String(text).withBytes({ Instant(rfc3339: $0) }) else { return nil }
        self = instant
    }

    init?(rfc3339 utf8: UnsafeBufferPointer<UInt8>) {
        guard utf8.count >= 20, let date = LocalDate(utf8: utf8[..<10]) else { return nil }
        var digits = DigitReader(utf8[10...])
        guard digits.take(UInt8(ascii: "T")) || digits.take(UInt8(ascii: "t")),
            let hour = digits.number(of: 2), hour < 24, digits.take(UInt8(ascii: ":")),
            let minute = digits.number(of: 2), minute < 60, digits.take(UInt8(ascii: ":")),
            let second = digits.number(of: 2), second < 60
        else { return nil }

        var nanoseconds = 0
        if digits.take(UInt8(ascii: ".")) {
            guard let first = digits.digit() else { return nil }
            var unit = 100_000_000
            nanoseconds = first * unit
            while let digit = digits.digit() {
                unit /= 10
                nanoseconds += digit * unit
            }
        }
        guard let offset = Self.offset(&digits), digits.isAtEnd else { return nil }
        let time = hour * 3600 + minute * 60 + second - offset
        self.init(
            secondsSinceEpoch: Int64(date.daysSinceEpoch * 86_400 + time),
            nanoseconds: Int32(nanoseconds)
        )
    }

    /// Seconds east of UTC.
    private static func offset(_ digits: inout DigitReader) -> Int? {
        if digits.take(UInt8(ascii: "Z")) || digits.take(UInt8(ascii: "z")) { return 0 }
        let isWest = digits.take(UInt8(ascii: "-"))
        guard isWest || digits.take(UInt8(ascii: "+")),
            let hours = digits.number(of: 2), hours < 24, digits.take(UInt8(ascii: ":")),
            let minutes = digits.number(of: 2), minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return isWest ? -seconds : seconds
    }

    /// RFC 3339 in UTC with `Z`; a fraction of 3, 6 or 9 digits only where it is not zero.
    public var description: String {
        String(unsafeUninitializedCapacity: 30) { room in
            var token = JSONToken(room)
            token.put(self)
            return token.count
        }
    }
}

extension JSONToken {
    mutating func put(_ instant: Instant) {
        let seconds = Int(instant.secondsSinceEpoch)
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let time = seconds - day * 86_400
        put(LocalDate(daysSinceEpoch: day))
        put(UInt8(ascii: "T"))
        put(twoDigitsOf: time / 3600)
        put(UInt8(ascii: ":"))
        put(twoDigitsOf: time / 60 % 60)
        put(UInt8(ascii: ":"))
        put(twoDigitsOf: time % 60)
        if instant.nanoseconds != 0 { put(fraction: UInt64(instant.nanoseconds)) }
        put(UInt8(ascii: "Z"))
    }

    private mutating func put(fraction nanoseconds: UInt64) {
        put(UInt8(ascii: "."))
        if nanoseconds % 1_000_000 == 0 {
            put(digitsOf: nanoseconds / 1_000_000, atLeast: 3)
        } else if nanoseconds % 1000 == 0 {
            put(digitsOf: nanoseconds / 1000, atLeast: 6)
        } else {
            put(digitsOf: nanoseconds, atLeast: 9)
        }
    }
}
