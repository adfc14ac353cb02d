import Crypto
import JSON

/// SHA-256 of a message's content: the values of its known fields, without its `messageId`.
///
/// Key order, white space, unknown fields and the spelling of numbers, instants and durations do not matter. A null or blank
/// field counts as absent where it means that.
public struct ContentDigest: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// A digest that was stored: 32 bytes, or nil.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }

    init(of canonical: [UInt8]) {
        bytes = SHA256.hash(data: canonical).withUnsafeBytes { Array($0) }
    }

    /// 64 hexadecimal digits in lower case.
    public var description: String { Hex.string(bytes) }
}

/// Encodes a message's content so that the same content has the same bytes.
///
/// Each field that is present is written as its name and its value, each after its length in four bytes. All numbers are
/// little-endian. Ledgers store digests of these bytes, so the encoding of a field must never change, and a new field must
/// write nothing where it is absent.
struct CanonicalContent {
    private(set) var bytes: [UInt8] = []

    /// - Parameter object: the source of invalid fields, which are encoded as JSON.
    init(of fields: MessageFields, object: JSONObject) {
        bytes.reserveCapacity(1024)
        add(Field.action.rawValue, fields.action, object)
        add(Field.terminationID.rawValue, fields.terminationID, object)
        add(Field.revision.rawValue, fields.revision.defaulting(to: 1), object)
        add(Field.contractID.rawValue, fields.contractID, object)
        add(Field.customerID.rawValue, fields.customerID, object)
        add(Field.contractType.rawValue, fields.contractType, object)
        add(Field.customerKind.rawValue, fields.customerKind, object)
        add(Field.terminationType.rawValue, fields.terminationType, object)
        add(Field.initiator.rawValue, fields.initiator, object)
        add(Field.reasonCode.rawValue, fields.reasonCode.map(\.normalCode), object)
        add(Field.note.rawValue, fields.note, object)
        add(Field.receivedOn.rawValue, fields.receivedOn, object)
        add(Field.endDate.rawValue, fields.endDate, object)
        add(Field.timeZone.rawValue, fields.timeZone, object)
        add(fields.contract, in: object)
        add(Field.batchID.rawValue, fields.batchID, object)
        add(Field.channel.rawValue, fields.channel, object)
        add(Field.requestedBy.rawValue, fields.requestedBy, object)
        add(Field.occurredAt.rawValue, fields.occurredAt, object)
    }

    /// No fact in `contract` has the name of a field of the message.
    private mutating func add(_ contract: ContractFields, in message: JSONObject) {
        guard let value = message[Field.contract.rawValue] else { return }
        guard let object = value.object else {
            addInvalid(Field.contract.rawValue, value)
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
            if let value = object[name] { addInvalid(name, value) }
        }
    }

    /// An invalid field never has the encoding of a valid one, because no field's name begins with an exclamation mark.
    private mutating func addInvalid(_ name: String, _ value: JSONValue) {
        var writer = JSONWriter()
        writer.value(value)
        writer.bytes.withUnsafeBytes { append("!" + name, $0) }
    }

    private mutating func append(_ name: String, _ value: UnsafeRawBufferPointer) {
        name.withBytes { name in
            let count = 8 + name.count + value.count
            bytes.append(addingCapacity: count) { output in
                output.withUnsafeMutableBufferPointer { buffer, filled in
                    let free = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
                    precondition(count <= free.count, "The buffer is too small.")
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

/// A value with one encoding. See ``CanonicalContent`` before changing any.
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
