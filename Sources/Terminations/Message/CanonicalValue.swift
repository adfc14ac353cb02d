/// A value that is the same bytes whenever it is the same value. See ``CanonicalContent`` before changing any.
protocol CanonicalValue {
    func withCanonicalBytes(_ body: (UnsafeRawBufferPointer) -> Void)
}

/// UTF-8.
extension String: CanonicalValue {
    func withCanonicalBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        withBytes { body(UnsafeRawBufferPointer($0)) }
    }
}

/// Eight bytes.
extension Int64: CanonicalValue {
    func withCanonicalBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeBytes(of: littleEndian, body)
    }
}

/// Days since 1970-01-01 in eight bytes.
extension LocalDate: CanonicalValue {
    func withCanonicalBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        Int64(daysSinceEpoch).withCanonicalBytes(body)
    }
}

/// Seconds since 1970-01-01, and nanoseconds, in eight bytes each.
extension Instant: CanonicalValue {
    func withCanonicalBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeBytes(of: (secondsSinceEpoch.littleEndian, Int64(nanoseconds).littleEndian), body)
    }
}

/// Years, months, weeks and days in two bytes each.
extension DateDuration: CanonicalValue {
    func withCanonicalBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        let parts = (
            UInt16(years).littleEndian, UInt16(months).littleEndian, UInt16(weeks).littleEndian,
            UInt16(days).littleEndian
        )
        withUnsafeBytes(of: parts, body)
    }
}

extension Zone: CanonicalValue {
    func withCanonicalBytes(_ body: (UnsafeRawBufferPointer) -> Void) { name.withCanonicalBytes(body) }
}

extension Currency: CanonicalValue {
    func withCanonicalBytes(_ body: (UnsafeRawBufferPointer) -> Void) { code.withCanonicalBytes(body) }
}

/// The spelling in messages.
extension CanonicalValue where Self: RawRepresentable<String> {
    func withCanonicalBytes(_ body: (UnsafeRawBufferPointer) -> Void) { rawValue.withCanonicalBytes(body) }
}

extension Action: CanonicalValue {}
extension CustomerKind: CanonicalValue {}
extension TerminationType: CanonicalValue {}
extension Initiator: CanonicalValue {}
extension NoticeTo: CanonicalValue {}
