/// A JSON document (RFC 8259) as it was read: members keep their order, numbers keep their spelling.
public enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The members, where this is an object.
    public var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The elements, where this is an array.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The text, where this is a string.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The truth value, where this is one.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The exact integer, where this is a number without a fraction that fits.
    public var integer: Int64? {
        if case .number(let number) = self { number.integer } else { nil }
    }
}

/// The members of a JSON object, in the order in which they were written. Names are distinct.
public struct JSONObject: Equatable, Sendable {
    public struct Member: Equatable, Sendable {
        public let name: String
        public let value: JSONValue

        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var members: [Member]

    /// An object of these members. Of members with the same name, the first is kept.
    public init(_ members: [Member] = []) {
        self.members = []
        for member in members where self[member.name] == nil { self.members.append(member) }
    }

    /// An object of members whose names are known to be distinct.
    package init(distinct members: [Member]) {
        self.members = members
    }

    /// The value of the member with this name, byte for byte.
    public subscript(name: String) -> JSONValue? {
        // By index, because iterating over the members would retain each with its value.
        members.indices.first { members[$0].name.hasSameBytes(as: name) }.map { members[$0].value }
    }
}

extension JSONValue {
    /// Whether both are equal as RFC 6902, section 4.6, defines it: numbers by value, objects in any order of members.
    package func isEqual(to other: JSONValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
        case (.number(let a), .number(let b)): a.isEqual(to: b)
        case (.array(let a), .array(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.isEqual(to: $1) }
        case (.object(let a), .object(let b)):
            a.members.count == b.members.count
                && a.members.allSatisfy { member in b[member.name].map { member.value.isEqual(to: $0) } ?? false }
        case (.null, _), (.bool, _), (.string, _), (.number, _), (.array, _), (.object, _): false
        }
    }
}

extension JSONNumber {
    /// By value: `1`, `1.0` and `10e-1` are equal. Fractions are compared as binary floating point numbers.
    fileprivate func isEqual(to other: JSONNumber) -> Bool {
        if literal == other.literal { return true }
        if let a = integer, let b = other.integer { return a == b }
        guard let a = Double(literal), let b = Double(other.literal) else { return false }
        return a == b && a.isFinite
    }
}
