/// Appends compact JSON (RFC 8259) to bytes. The caller sees to it that values stand where JSON allows them;
/// commas are set by the writer.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    public init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
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

    /// Writes a member's name that is not known beforehand, escaped where it must be.
    public mutating func name(escaping name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func null() { literal("null") }
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
    public mutating func integer(_ value: some FixedWidthInteger) { integer(nil, value) }
    public mutating func date(_ date: LocalDate) { self.date(nil, date) }
    public mutating func instant(_ instant: Instant) { self.instant(nil, instant) }
    public mutating func string(_ text: String) { string(nil, text) }

    mutating func integer(_ name: StaticString?, _ value: some FixedWidthInteger) {
        append(name, upTo: 21) { token in
            if value < 0 { token.put(UInt8(ascii: "-")) }
            token.put(digitsOf: UInt64(value.magnitude), atLeast: 1)
        }
    }

    mutating func date(_ name: StaticString?, _ date: LocalDate) {
        append(name, upTo: 12) { token in
            token.put(UInt8(ascii: "\""))
            token.put(date)
            token.put(UInt8(ascii: "\""))
        }
    }

    mutating func instant(_ name: StaticString?, _ instant: Instant) {
        append(name, upTo: 32) { token in
            token.put(UInt8(ascii: "\""))
            token.put(instant)
            token.put(UInt8(ascii: "\""))
        }
    }

    mutating func string(_ name: StaticString?, _ text: String) {
        text.withBytes { utf8 in
            let escapes = utf8[EightBytes.firstNotPlain(in: utf8)...].count(where: JSONToken.needsEscape)
            // The longest escape has six bytes.
            append(name, upTo: utf8.count + 5 * escapes + 2) { token in
                token.put(UInt8(ascii: "\""))
                if escapes == 0 { token.put(utf8) } else { token.put(escaping: utf8) }
                token.put(UInt8(ascii: "\""))
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
            bytes.append(contentsOf: number.literal.utf8)
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

    /// Writes a value that is JSON already.
    mutating func text(_ json: [UInt8]) {
        separate()
        bytes += json
        needsComma = true
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    /// Appends a value, with its member's name where it has one, in one step, which costs much less than byte by byte.
    /// Inlined: it is most of an event's cost.
    @inline(__always)
    private mutating func append(_ name: StaticString?, upTo maxCount: Int, _ write: (inout JSONToken) -> Void) {
        let comma = needsComma ? UInt8(ascii: ",") : nil
        bytes.append(addingCapacity: maxCount + (name?.utf8CodeUnitCount ?? 0) + 4) { output in
            output.withUnsafeMutableBufferPointer { buffer, count in
                var token = JSONToken(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
                token.put(comma)
                if let name { token.put(memberName: name) }
                write(&token)
                count += token.count
            }
        }
        needsComma = true
    }
}
