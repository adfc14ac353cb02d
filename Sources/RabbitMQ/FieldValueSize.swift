extension FieldValue {
    /// The bytes that a table takes in a frame, or nil when it cannot be sent: a key is longer than 255
    /// bytes, the nesting is deeper than what this module reads, or a number is one that RabbitMQ would
    /// silently make negative.
    ///
    /// librabbitmq finds out that headers do not fit only after it has sent the method frame, and then
    /// the connection is beyond repair: so this is asked first.
    static func encodedSize(ofTable fields: [String: FieldValue], depth: Int = 0) -> Int? {
        guard depth <= deepestNesting else { return nil }
        var size = 4
        for (key, value) in fields {
            let length = key.utf8.count
            guard length <= 255, let valueSize = value.encodedSize(depth: depth) else { return nil }
            size += 1 + length + valueSize
        }
        return size
    }

    /// The bytes that this value takes, with the letter of its type.
    private func encodedSize(depth: Int) -> Int? {
        switch self {
        case .void: return 1
        case .bool, .int8, .uint8: return 2
        case .int16, .uint16: return 3
        case .int32, .uint32, .float: return 5
        case .decimal: return 6
        case .uint64(let value): return value <= Int64.max ? 9 : nil
        case .int64, .double, .timestamp: return 9
        case .string(let value): return 5 + value.utf8.count
        case .bytes(let value): return 5 + value.count
        case .table(let fields): return Self.encodedSize(ofTable: fields, depth: depth + 1).map { 1 + $0 }
        case .array(let values):
            guard depth < Self.deepestNesting else { return nil }
            var size = 5
            for value in values {
                guard let valueSize = value.encodedSize(depth: depth + 1) else { return nil }
                size += valueSize
            }
            return size
        }
    }
}

extension FieldValue {
    /// About how many bytes of memory a table takes: a value of two bytes on the wire can take fifty.
    static func memoryFootprint(ofTable fields: [String: FieldValue]) -> Int {
        fields.reduce(64) { $0 + 64 + $1.key.utf8.count + $1.value.memoryFootprint }
    }

    private var memoryFootprint: Int {
        switch self {
        case .void: 8
        case .string(let value): 64 + value.utf8.count
        case .bytes(let value): 64 + value.count
        case .table(let fields): 64 + Self.memoryFootprint(ofTable: fields)
        case .array(let values): values.reduce(96) { $0 + $1.memoryFootprint }
        default: 48
        }
    }
}
