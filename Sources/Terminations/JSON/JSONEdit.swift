/// One change of one place in a document.
enum JSONEdit {
    case add(JSONValue)
    case remove
    case replace(JSONValue)
    /// Adds or replaces a member, replaces an element.
    case set(JSONValue)

    /// - Parameters:
    ///   - tokens: what is left of the way, from this value on.
    ///   - pointer: the whole way, for the error.
    func apply(
        to value: JSONValue,
        _ tokens: ArraySlice<String>,
        _ pointer: JSONPointer
    ) throws(JSONPatchFailure) -> JSONValue {
        guard let token = tokens.first else {
            switch self {
            case .add(let new), .replace(let new), .set(let new): return new
            // RFC 6902 does not say what is left of a document that is removed: null is the nothing that JSON has.
            case .remove: return .null
            }
        }
        let rest = tokens.dropFirst()
        switch value {
        case .object(let object):
            return .object(JSONObject(distinct: try edit(object.members, token, rest, pointer)))
        case .array(let elements):
            return .array(try edit(elements, token, rest, pointer))
        case .null, .bool, .number, .string:
            throw .noParent(pointer)
        }
    }

    private func edit(
        _ members: [JSONObject.Member],
        _ token: String,
        _ rest: ArraySlice<String>,
        _ pointer: JSONPointer
    ) throws(JSONPatchFailure) -> [JSONObject.Member] {
        var members = members
        let place = members.firstIndex { $0.name.hasSameBytes(as: token) }
        guard rest.isEmpty else {
            guard let place else { throw .noParent(pointer) }
            members[place] = .init(name: token, value: try apply(to: members[place].value, rest, pointer))
            return members
        }
        switch (self, place) {
        case (.add(let value), let place?), (.replace(let value), let place?), (.set(let value), let place?):
            members[place] = .init(name: token, value: value)
        case (.add(let value), nil), (.set(let value), nil):
            members.append(.init(name: token, value: value))
        case (.remove, let place?):
            members.remove(at: place)
        case (.remove, nil), (.replace, nil):
            throw .noValue(pointer)
        }
        return members
    }

    private func edit(
        _ elements: [JSONValue],
        _ token: String,
        _ rest: ArraySlice<String>,
        _ pointer: JSONPointer
    ) throws(JSONPatchFailure) -> [JSONValue] {
        var elements = elements
        if rest.isEmpty, case .add(let value) = self {
            // "-" is the place behind the last element (RFC 6901, section 4); so is the index that equals the count.
            let index = token == "-" ? elements.count : Self.index(token, upTo: elements.count + 1)
            guard let index else { throw .noIndex(pointer) }
            elements.insert(value, at: index)
            return elements
        }
        guard let index = Self.index(token, upTo: elements.count) else { throw .noIndex(pointer) }
        if rest.isEmpty, case .remove = self {
            elements.remove(at: index)
        } else {
            elements[index] = try apply(to: elements[index], rest, pointer)
        }
        return elements
    }

    /// The index that a token names, without leading zeros (RFC 6901, section 4).
    static func index(_ token: String, upTo count: Int) -> Int? {
        let isPlain = token == "0" || (token.utf8.first != UInt8(ascii: "0"))
        guard isPlain, token.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let index = Int(token), index < count else {
            return nil
        }
        return index
    }
}
