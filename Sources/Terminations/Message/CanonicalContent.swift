/// Writes what a message says as bytes that are the same for the same content.
///
/// Each field that is there: its name and its value, each after its length in four bytes. All numbers are little-endian.
/// The digests of these bytes are kept in ledgers: the encoding of a field may never change, and a new field must write
/// nothing where it is absent.
struct CanonicalContent {
    private(set) var bytes: [UInt8] = []

    /// - Parameter object: where broken fields are taken from, as they are.
    init(of draft: MessageFields, object: JSONObject) {
        bytes.reserveCapacity(1024)
        add(Field.action.rawValue, draft.action, object)
        add(Field.terminationID.rawValue, draft.terminationID, object)
        add(Field.revision.rawValue, draft.revision.defaulting(to: 1), object)
        add(Field.contractID.rawValue, draft.contractID, object)
        add(Field.customerID.rawValue, draft.customerID, object)
        add(Field.contractType.rawValue, draft.contractType, object)
        add(Field.customerKind.rawValue, draft.customerKind, object)
        add(Field.terminationType.rawValue, draft.terminationType, object)
        add(Field.initiator.rawValue, draft.initiator, object)
        add(Field.reasonCode.rawValue, draft.reasonCode.map(\.normalCode), object)
        add(Field.note.rawValue, draft.note, object)
        add(Field.receivedOn.rawValue, draft.receivedOn, object)
        add(Field.endDate.rawValue, draft.endDate, object)
        add(Field.timeZone.rawValue, draft.timeZone, object)
        add(draft.contract, in: object)
        add(Field.batchID.rawValue, draft.batchID, object)
        add(Field.channel.rawValue, draft.channel, object)
        add(Field.requestedBy.rawValue, draft.requestedBy, object)
        add(Field.occurredAt.rawValue, draft.occurredAt, object)
    }

    /// No name of a fact in `contract` is also that of a field of the message.
    private mutating func add(_ contract: ContractFields, in message: JSONObject) {
        guard let value = message[Field.contract.rawValue] else { return }
        guard let object = value.object else {
            addBroken(Field.contract.rawValue, value)
            return
        }
        add(ContractField.startDate.rawValue, contract.startDate, object)
        add(ContractField.termEndDate.rawValue, contract.termEndDate, object)
        add(ContractField.noticePeriod.rawValue, contract.noticePeriod, object)
        add(ContractField.noticeTo.rawValue, contract.noticeTo, object)
        add(ContractField.earliestEndDate.rawValue, contract.earliestEndDate, object)
        add(ContractField.billedThrough.rawValue, contract.billedThrough, object)
        add(ContractField.billingPeriod.rawValue, contract.billingPeriod, object)
        add(ContractField.periodAmount.rawValue, contract.periodAmount, object)
        add(ContractField.currency.rawValue, contract.currency, object)
    }

    private mutating func add(_ name: String, _ given: Parsed<some CanonicalValue>, _ object: JSONObject) {
        switch given {
        case .absent: break
        case .value(let value): value.withCanonicalBytes { append(name, $0) }
        case .invalid:
            if let value = object[name] { addBroken(name, value) }
        }
    }

    /// A broken field never has the encoding of a valid one: no field's name begins with an exclamation mark.
    private mutating func addBroken(_ name: String, _ value: JSONValue) {
        var writer = JSONWriter()
        writer.value(value)
        writer.bytes.withUnsafeBytes { append("!" + name, $0) }
    }

    private mutating func append(_ name: String, _ value: UnsafeRawBufferPointer) {
        name.withBytes { name in
            let count = 8 + name.count + value.count
            bytes.append(addingCapacity: count) { output in
                output.withUnsafeMutableBufferPointer { room, filled in
                    let free = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: room[filled...]))
                    precondition(count <= free.count, "There is room for name, value and their lengths.")
                    free.storeBytes(of: UInt32(name.count).littleEndian, as: UInt32.self)
                    free[4...].copyMemory(from: UnsafeRawBufferPointer(name))
                    free.storeBytes(of: UInt32(value.count).littleEndian, toByteOffset: 4 + name.count, as: UInt32.self)
                    free[(8 + name.count)...].copyMemory(from: value)
                    filled += count
                }
            }
        }
    }
}

extension Slice<UnsafeMutableRawBufferPointer> {
    fileprivate func copyMemory(from bytes: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: self).copyMemory(from: bytes)
    }
}
