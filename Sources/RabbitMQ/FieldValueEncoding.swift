import CRabbitMQ

extension Arena {
    /// The table as librabbitmq wants it.
    func table(_ fields: [String: FieldValue]) -> amqp_table_t {
        guard let entries = room(for: amqp_table_entry_t.self, count: fields.count) else {
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
        let entries = room(for: amqp_field_value_t.self, count: values.count)
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
