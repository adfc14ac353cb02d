/// A value in a field table: a header, or an argument of a queue, exchange or binding.
///
/// The cases are RabbitMQ's types (AMQP 0-9-1 errata, section 3). Each comment gives the type letter on the wire.
public indirect enum FieldValue: Sendable, Equatable {
    /// `t`
    case bool(Bool)
    /// `b`
    case int8(Int8)
    /// `B`
    case uint8(UInt8)
    /// `s`
    case int16(Int16)
    /// `u`
    case uint16(UInt16)
    /// `I`
    case int32(Int32)
    /// `i`
    case uint32(UInt32)
    /// `l`
    case int64(Int64)
    /// `L`: unsigned in librabbitmq, signed in RabbitMQ, which delivers it as `int64`. A value above `Int64.max` is not sent,
    /// because it would arrive as a negative number.
    case uint64(UInt64)
    /// `f`
    case float(Float)
    /// `d`
    case double(Double)
    /// `D`: `value` divided by ten to the power of `scale`.
    case decimal(scale: UInt8, value: UInt32)
    /// `S`, when it is UTF-8.
    case string(String)
    /// `x`, and `S` when it is not UTF-8.
    case bytes([UInt8])
    /// `A`
    case array([FieldValue])
    /// `T`: seconds since 1970.
    case timestamp(UInt64)
    /// `F`
    case table([String: FieldValue])
    /// `V`
    case void
}

extension FieldValue {
    /// The value of any of the integer cases, if it fits.
    public var integer: Int? {
        switch self {
        case .int8(let value): Int(value)
        case .uint8(let value): Int(value)
        case .int16(let value): Int(value)
        case .uint16(let value): Int(value)
        case .int32(let value): Int(value)
        case .uint32(let value): Int(value)
        case .int64(let value): Int(value)
        case .uint64(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The value of the string case.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }
}

extension FieldValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .int64(value) }
}
