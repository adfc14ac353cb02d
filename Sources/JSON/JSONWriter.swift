/// Appends compact JSON (RFC 8259) to bytes. The writer puts the commas; the caller must write values only where JSON
/// allows them.
public struct JSONWriter: Sendable {
    @usableFromInline package var output: [UInt8] = []
    @usableFromInline package var needsComma = false

    public var bytes: [UInt8] { output }

    public init(capacity: Int = 256) {
        output.reserveCapacity(capacity)
    }

    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    public mutating func beginArray() { open(UInt8(ascii: "[")) }
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes a member's name, which must need no escapes; its value comes next.
    public mutating func name(_ name: StaticString) {
        append(name, upTo: 0) { _ in }
        needsComma = false
    }

    /// Writes any member's name, with escapes where it needs them.
    public mutating func name(escaping name: String) {
        string(name)
        output.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func null() { literal("null") }
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
    public mutating func integer(_ value: some FixedWidthInteger) { integer(nil, value) }
    public mutating func string(_ text: String) { string(nil, text) }

    mutating func integer(_ name: StaticString?, _ value: some FixedWidthInteger) {
        append(name, upTo: 21) { writer in
            if value < 0 { writer.put(UInt8(ascii: "-")) }
            writer.put(digitsOf: UInt64(value.magnitude), atLeast: 1)
        }
    }

    mutating func string(_ name: StaticString?, _ text: String) {
        text.withBytes { utf8 in
            let escapes = utf8[SWAR.firstNotPlain(in: utf8)...].count(where: BufferWriter.needsEscape)
            // The longest escape has six bytes.
            append(name, upTo: utf8.count + 5 * escapes + 2) { writer in
                writer.put(UInt8(ascii: "\""))
                if escapes == 0 { writer.put(utf8) } else { writer.put(escaping: utf8) }
                writer.put(UInt8(ascii: "\""))
            }
        }
    }

    /// Writes any value, objects in the order of their members.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .string(let text): string(text)
        case .number(let number):
            separate()
            output.append(contentsOf: number.literal.utf8)
            needsComma = true
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                name(escaping: member.name)
                self.value(member.value)
            }
            endObject()
        }
    }

    /// Writes a value that is already JSON.
    package mutating func text(_ json: [UInt8]) {
        separate()
        output += json
        needsComma = true
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        text.withUTF8Buffer { output.append(contentsOf: $0) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        output.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        output.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { output.append(UInt8(ascii: ",")) }
    }

    /// Appends a value, with its member's name where it has one, in one step: that costs much less than byte by byte.
    /// Inlined, because it is most of an event's cost.
    ///
    /// - Parameter maxCount: the most bytes that `write` writes.
    @inlinable @inline(__always)
    package mutating func append(_ name: StaticString?, upTo maxCount: Int, _ write: (inout BufferWriter) -> Void) {
        let comma = needsComma ? UInt8(ascii: ",") : nil
        output.append(addingCapacity: maxCount + (name?.utf8CodeUnitCount ?? 0) + 4) { span in
            span.withUnsafeMutableBufferPointer { buffer, count in
                var writer = BufferWriter(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
                writer.put(comma)
                if let name { writer.put(memberName: name) }
                write(&writer)
                count += writer.count
            }
        }
        needsComma = true
    }
}

/// Members. A value that is nil writes nothing.
extension JSONWriter {
    package mutating func member(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        string(name, text)
    }

    package mutating func member(_ name: StaticString, _ integer: Int64?) {
        guard let integer else { return }
        self.integer(name, integer)
    }

    package mutating func member(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        self.name(name)
        bool(value)
    }
}
