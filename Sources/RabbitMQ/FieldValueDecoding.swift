import CRabbitMQ

extension FieldValue {
    /// How deep tables and arrays may lie within one another. What lies deeper is read as `void`: whoever
    /// published it cannot make this process recurse until its stack ends.
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

    /// Copies a table out of librabbitmq's memory. Of a key that is there twice, the last value counts.
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
    /// The bytes where they lie: valid as long as librabbitmq's memory is.
    var buffer: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes?.assumingMemoryBound(to: UInt8.self), count: bytes == nil ? 0 : len)
    }
}

extension String {
    /// Copies text out of librabbitmq's memory; what is not UTF-8 becomes U+FFFD.
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
