/// Writes what a message says as bytes that are the same for the same content.
///
/// Each field that is there: its name and its value, each after its length. The digests of these bytes are kept in
/// ledgers: the encoding of a field may never change, and a new field must write nothing where it is absent.
struct CanonicalContent {
    private(set) var bytes: [UInt8] = []

    /// - Parameter object: where broken fields are taken from, as they are.
    init(of draft: Draft, object: JSONObject) {
        bytes.reserveCapacity(768)
        add(.action, draft.action, object) { $0.rawValue }
        add(.terminationID, draft.terminationID, object) { $0 }
        add(.revision, draft.revision.defaulting(to: 1), object) { String($0) }
        add(.contractID, draft.contractID, object) { $0 }
        add(.customerID, draft.customerID, object) { $0 }
        add(.contractType, draft.contractType, object) { $0 }
        add(.customerKind, draft.customerKind, object) { $0.rawValue }
        add(.terminationType, draft.terminationType, object) { $0.rawValue }
        add(.initiator, draft.initiator, object) { $0.rawValue }
        add(.reasonCode, draft.reasonCode, object) { $0.normalCode }
        add(.note, draft.note, object) { $0 }
        add(.receivedOn, draft.receivedOn, object) { String($0.daysSinceEpoch) }
        add(.endDate, draft.endDate, object) { String($0.daysSinceEpoch) }
        add(.timeZone, draft.timeZone, object) { $0.name }
        add(draft.contract, in: object[Field.contract.rawValue])
        add(.batchID, draft.batchID, object) { $0 }
        add(.channel, draft.channel, object) { $0 }
        add(.requestedBy, draft.requestedBy, object) { $0 }
        add(.occurredAt, draft.occurredAt, object) { "\($0.secondsSinceEpoch).\($0.nanoseconds)" }
    }

    private mutating func add(_ contract: ContractDraft, in value: JSONValue?) {
        guard !contract.isBroken, let object = value?.object else {
            if let value { addBroken(Field.contract.rawValue, value) }
            return
        }
        add(.startDate, contract.startDate, object) { String($0.daysSinceEpoch) }
        add(.termEndDate, contract.termEndDate, object) { String($0.daysSinceEpoch) }
        add(.noticePeriod, contract.noticePeriod, object) { $0.description }
        add(.billedThrough, contract.billedThrough, object) { String($0.daysSinceEpoch) }
        add(.billingPeriod, contract.billingPeriod, object) { $0.description }
        add(.periodAmount, contract.periodAmount, object) { String($0) }
        add(.currency, contract.currency, object) { $0.code }
    }

    private mutating func add<Value>(
        _ field: Field,
        _ given: Given<Value>,
        _ object: JSONObject,
        _ text: (Value) -> String
    ) {
        add(field.rawValue, given, object, text)
    }

    /// No name of a fact in `contract` is also that of a field of the message.
    private mutating func add<Value>(
        _ field: ContractField,
        _ given: Given<Value>,
        _ object: JSONObject,
        _ text: (Value) -> String
    ) {
        add(field.rawValue, given, object, text)
    }

    private mutating func add<Value>(
        _ name: String,
        _ given: Given<Value>,
        _ object: JSONObject,
        _ text: (Value) -> String
    ) {
        switch given {
        case .absent: break
        case .value(let value):
            append(name)
            append(text(value))
        case .broken:
            if let value = object[name] { addBroken(name, value) }
        }
    }

    /// A broken field never has the encoding of a valid one: no field's name begins with an exclamation mark.
    private mutating func addBroken(_ name: String, _ value: JSONValue) {
        var writer = JSONWriter()
        writer.value(value)
        append("!" + name)
        append(String(decoding: writer.bytes, as: UTF8.self))
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            withUnsafeBytes(of: UInt32(utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: utf8)
        }
    }
}
