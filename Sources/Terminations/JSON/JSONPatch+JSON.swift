extension JSONPatch {
    /// The patch as RFC 6902 writes it.
    public var json: JSONValue {
        .array(operations.map(\.json))
    }
}

extension JSONPatch.Operation {
    fileprivate var json: JSONValue {
        switch self {
        case .add(let path, let value), .set(let path, let value): Self.json("add", path, value: value)
        case .remove(let path): Self.json("remove", path)
        case .replace(let path, let value): Self.json("replace", path, value: value)
        case .move(let from, let path): Self.json("move", path, from: from)
        case .copy(let from, let path): Self.json("copy", path, from: from)
        case .test(let path, let value): Self.json("test", path, value: value)
        }
    }

    private static func json(
        _ name: String,
        _ path: JSONPointer,
        from: JSONPointer? = nil,
        value: JSONValue? = nil
    ) -> JSONValue {
        var members = [JSONObject.Member(name: "op", value: .string(name))]
        if let from { members.append(.init(name: "from", value: .string(from.description))) }
        members.append(.init(name: "path", value: .string(path.description)))
        if let value { members.append(.init(name: "value", value: value)) }
        return .object(JSONObject(members))
    }
}
