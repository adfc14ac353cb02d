import JSON

/// Changes to a reason. Fields that are not named stay as they are.
public struct ReasonEdit: Sendable, Equatable {
    /// The change of one field.
    public enum Change<Value: Sendable & Equatable>: Sendable, Equatable {
        case keep
        case remove
        case set(Value)
    }

    /// By language; nil removes the label.
    public var labels: [String: String?] = [:]
    public var category: Change<String> = .keep
    public var voluntary: Change<Bool> = .keep
    public var noteRule: Change<NoteRule.Presence> = .keep
    /// Unicode scalars.
    public var noteMinLength: Change<Int> = .keep
    public var allowedInitiators: Change<[String]> = .keep
    public var allowedTerminationTypes: Change<[String]> = .keep
    public var allowedContractTypes: Change<[String]> = .keep
    public var validFrom: Change<LocalDate> = .keep
    /// Inclusive.
    public var validThrough: Change<LocalDate> = .keep
    public var addedAliases: [String] = []
    public var removedAliases: [String] = []
    public var sensitive: Change<Bool> = .keep
    /// By name; nil removes the attribute.
    public var attributes: [String: JSONValue?] = [:]

    public init() {}

    /// Whether it changes nothing.
    public var isEmpty: Bool { self == ReasonEdit() }
}

extension ReasonEdit {
    /// The reason with the changes applied, except for its aliases.
    func applied(to reason: JSONObject) -> JSONObject {
        var reason = reason
        for (language, label) in labels.sorted(by: { $0.key < $1.key }) {
            reason.set(["labels", language], label.map { .string($0) })
        }
        reason.set(["category"], category) { .string($0) }
        reason.set(["voluntary"], voluntary) { .bool($0) }
        reason.set(["note", "rule"], noteRule) { .string($0.rawValue) }
        reason.set(["note", "minLength"], noteMinLength) { .number(JSONNumber(Int64($0))) }
        reason.set(["allowed", "initiator"], allowedInitiators, JSONValue.list)
        reason.set(["allowed", "terminationType"], allowedTerminationTypes, JSONValue.list)
        reason.set(["allowed", "contractType"], allowedContractTypes, JSONValue.list)
        reason.set(["validFrom"], validFrom) { .string($0.description) }
        reason.set(["validThrough"], validThrough) { .string($0.description) }
        reason.set(["sensitive"], sensitive) { .bool($0) }
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) { reason.set(["attributes", name], value) }
        return reason
    }
}

extension JSONValue {
    static func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}

extension JSONObject {
    fileprivate mutating func set<Value>(
        _ path: [String],
        _ change: ReasonEdit.Change<Value>,
        _ json: (Value) -> JSONValue
    ) {
        switch change {
        case .keep: break
        case .remove: set(path, nil)
        case .set(let value): set(path, json(value))
        }
    }

    /// Sets the value at a path of members, or removes it with nil. An object that loses its last member is removed too.
    mutating func set(_ path: [String], _ value: JSONValue?) {
        guard let name = path.first else { return }
        var new = value
        if path.count > 1 {
            var inner = self[name]?.object ?? JSONObject()
            inner.set(Array(path.dropFirst()), value)
            new = inner.members.isEmpty ? nil : .object(inner)
        }
        var all = members
        let place = all.firstIndex { $0.name.hasSameBytes(as: name) }
        switch (place, new) {
        case (let place?, let new?): all[place] = Member(name: name, value: new)
        case (let place?, nil): all.remove(at: place)
        case (nil, let new?): all.append(Member(name: name, value: new))
        case (nil, nil): break
        }
        self = JSONObject(distinct: all)
    }
}
