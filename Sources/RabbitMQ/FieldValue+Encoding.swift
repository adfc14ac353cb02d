import CRabbitMQ

extension Arena {
    /// The table in librabbitmq's representation.
    func table(_ fields: [String: FieldValue]) -> amqp_table_t {
        guard let entries = allocate(amqp_table_entry_t.self, count: fields.count) else {
            return amqp_table_t(num_entries: 0, entries: nil)
        }
        var next = entries
        for (key, value) in fields {
            next.initialize(to: amqp_table_entry_t(key: bytes(key), value: field(value)))
            next += 1
        }
        return amqp_table_t(num_entries: Int32(fields.count), entries: entries)
    }

    private func array(_ values: [FieldValue]) -> amqp_array_t {
        let entries = allocate(amqp_field_value_t.self, count: values.count)
        for (index, value) in values.enumerated() {
            entries?.advanced(by: index).initialize(to: field(value))
        }
        return amqp_array_t(num_entries: Int32(values.count), entries: entries)
    }

    private func field(_ value: FieldValue) -> amqp_field_value_t {
        var result = amqp_field_value_t()
        result.kind = UInt8(value.kind.rawValue)
        switch value {
        case .bool(let value): result.value.boolean = value ? 1 : 0
        case .int8(let value): result.value.i8 = value
        case .uint8(let value): result.value.u8 = value
        case .int16(let value): result.value.i16 = value
        case .uint16(let value): result.value.u16 = value
        case .int32(let value): result.value.i32 = value
        case .uint32(let value): result.value.u32 = value
        case .int64(let value): result.value.i64 = value
        case .uint64(let value), .timestamp(let value): result.value.u64 = value
        case .float(let value): result.value.f32 = value
        case .double(let value): result.value.f64 = value
        case .decimal(let scale, let value): result.value.decimal = amqp_decimal_t(decimals: scale, value: value)
        case .string(let value): result.value.bytes = bytes(value)
        case .bytes(let value): result.value.bytes = bytes(value)
        case .array(let values): result.value.array = array(values)
        case .table(let fields): result.value.table = table(fields)
        case .void: break
        }
        return result
    }
}

extension FieldValue {
    fileprivate var kind: amqp_field_value_kind_t {
        switch self {
        case .bool: AMQP_FIELD_KIND_BOOLEAN
        case .int8: AMQP_FIELD_KIND_I8
        case .uint8: AMQP_FIELD_KIND_U8
        case .int16: AMQP_FIELD_KIND_I16
        case .uint16: AMQP_FIELD_KIND_U16
        case .int32: AMQP_FIELD_KIND_I32
        case .uint32: AMQP_FIELD_KIND_U32
        case .int64: AMQP_FIELD_KIND_I64
        case .uint64: AMQP_FIELD_KIND_U64
        case .float: AMQP_FIELD_KIND_F32
        case .double: AMQP_FIELD_KIND_F64
        case .decimal: AMQP_FIELD_KIND_DECIMAL
        case .string: AMQP_FIELD_KIND_UTF8
        case .bytes: AMQP_FIELD_KIND_BYTES
        case .array: AMQP_FIELD_KIND_ARRAY
        case .timestamp: AMQP_FIELD_KIND_TIMESTAMP
        case .table: AMQP_FIELD_KIND_TABLE
        case .void: AMQP_FIELD_KIND_VOID
        }
    }
}

extension FieldValue {
    /// How deep tables and arrays may be nested. A deeper value is read as `void`, so that a publisher cannot make this
    /// process recurse until its stack overflows.
    static let deepestNesting = 32

    /// Copies a value out of librabbitmq's memory.
    init(_ value: amqp_field_value_t, depth: Int = 0) {
        let content = value.value
        self =
            switch amqp_field_value_kind_t(UInt32(value.kind)) {
            case AMQP_FIELD_KIND_BOOLEAN: .bool(content.boolean != 0)
            case AMQP_FIELD_KIND_I8: .int8(content.i8)
            case AMQP_FIELD_KIND_U8: .uint8(content.u8)
            case AMQP_FIELD_KIND_I16: .int16(content.i16)
            case AMQP_FIELD_KIND_U16: .uint16(content.u16)
            case AMQP_FIELD_KIND_I32: .int32(content.i32)
            case AMQP_FIELD_KIND_U32: .uint32(content.u32)
            case AMQP_FIELD_KIND_I64: .int64(content.i64)
            case AMQP_FIELD_KIND_U64: .uint64(content.u64)
            case AMQP_FIELD_KIND_F32: .float(content.f32)
            case AMQP_FIELD_KIND_F64: .double(content.f64)
            case AMQP_FIELD_KIND_DECIMAL: .decimal(scale: content.decimal.decimals, value: content.decimal.value)
            case AMQP_FIELD_KIND_UTF8: Self.text(content.bytes)
            case AMQP_FIELD_KIND_BYTES: .bytes([UInt8](content.bytes))
            case AMQP_FIELD_KIND_TIMESTAMP: .timestamp(content.u64)
            case AMQP_FIELD_KIND_ARRAY where depth < Self.deepestNesting:
                .array(Self.array(content.array, depth: depth + 1))
            case AMQP_FIELD_KIND_TABLE where depth < Self.deepestNesting:
                .table(Self.table(content.table, depth: depth + 1))
            default: .void
            }
    }

    /// Copies a table out of librabbitmq's memory. If a key occurs twice, the last value wins.
    static func table(_ table: amqp_table_t, depth: Int = 0) -> [String: FieldValue] {
        guard table.num_entries > 0, let entries = table.entries else { return [:] }
        var result: [String: FieldValue] = [:]
        for entry in UnsafeBufferPointer(start: entries, count: Int(table.num_entries)) {
            result[String(entry.key)] = FieldValue(entry.value, depth: depth)
        }
        return result
    }

    private static func array(_ array: amqp_array_t, depth: Int) -> [FieldValue] {
        guard array.num_entries > 0, let entries = array.entries else { return [] }
        return UnsafeBufferPointer(start: entries, count: Int(array.num_entries)).map { FieldValue($0, depth: depth) }
    }

    private static func text(_ bytes: amqp_bytes_t) -> FieldValue {
        if let string = String(validating: bytes.buffer, as: UTF8.self) {
            .string(string)
        } else {
            .bytes([UInt8](bytes))
        }
    }
}

extension amqp_bytes_t {
    /// The bytes in place. Valid as long as librabbitmq's memory is.
    var buffer: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes?.assumingMemoryBound(to: UInt8.self), count: bytes == nil ? 0 : len)
    }
}

extension String {
    /// Copies text out of librabbitmq's memory. Bytes that are not UTF-8 become U+FFFD.
    init(_ bytes: amqp_bytes_t) {
        self.init(decoding: bytes.buffer, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Copies bytes out of librabbitmq's memory.
    init(_ bytes: amqp_bytes_t) {
        self.init(bytes.buffer)
    }
}

extension FieldValue {
    /// The size of a table in a frame, in bytes.
    ///
    /// librabbitmq notices only after it has sent the method frame that headers do not fit, and the connection is
    /// unusable then. Callers therefore check the size first.
    ///
    /// - Returns: nil when the table cannot be sent: a key is longer than 255 bytes, the nesting is deeper than this
    ///   module reads, or RabbitMQ would silently make a number negative.
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

    /// The size of this value in bytes, including its type letter.
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
    /// About how many bytes of memory a table takes. A value of two bytes on the wire can take fifty.
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
