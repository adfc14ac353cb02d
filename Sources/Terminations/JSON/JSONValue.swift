/// A JSON document (RFC 8259) as it was read: members in their order, numbers with their own spelling.
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

    /// An object of these members; of two with one name, the first stands.
    public init(_ members: [Member] = []) {
        self.members = []
        for member in members where self[member.name] == nil { self.members.append(member) }
    }

    /// An object of members whose names were found to be distinct.
    init(distinct members: [Member]) {
        self.members = members
    }

    /// The value of the member with this name, byte for byte.
    public subscript(name: String) -> JSONValue? {
        // By index: a member that is looked at would be retained with its value.
        members.indices.first { members[$0].name.hasSameBytes(as: name) }.map { members[$0].value }
    }
}
