import JSON

/// A member that a change would set but the message contract does not have, so that Terminus would ignore it.
public struct UnknownMember: Sendable, Equatable {
    public let pointer: JSONPointer
    /// The field that was probably meant.
    public let suggestion: JSONPointer?

    /// Nil where the place is a field of a message, inside one, or not in a message.
    ///
    /// - Parameter document: the document to change, which is a message or a CloudEvent.
    public init?(_ pointer: JSONPointer, in document: JSONValue?) {
        var tokens = pointer.tokens[...]
        var prefix = JSONPointer.root
        let isEvent = document?.isCloudEvent == true
        if let first = tokens.first, CloudEventData(rawValue: first) != nil, isEvent || tokens.count > 1 {
            prefix = prefix.appending(first)
            tokens = tokens.dropFirst()
        } else if isEvent {
            // Any attribute of the event is allowed; a field of the message belongs into its data.
            guard let name = tokens.first, Field(rawValue: name) != nil else { return nil }
            let base64 = document?.object?[CloudEventData.base64.rawValue] != nil
            self.pointer = pointer
            suggestion = tokens.reduce(base64 ? CloudEventData.base64.pointer : CloudEventData.plain.pointer) {
                $0.appending($1)
            }
            return
        }
        guard let name = tokens.first else { return nil }
        let inContract = name == Field.contract.rawValue ? tokens.dropFirst().first : nil
        if let inContract {
            guard ContractField(rawValue: inContract) == nil else { return nil }
        } else {
            guard Field(rawValue: name) == nil else { return nil }
        }
        self.pointer = pointer
        suggestion = Self.meant(by: inContract ?? name, inContract: inContract != nil, below: prefix)
    }

    private static func meant(by name: String, inContract: Bool, below prefix: JSONPointer) -> JSONPointer? {
        let message = Field.allCases.map { ($0.rawValue, prefix.appending($0.rawValue)) }
        let contract = ContractField.allCases.map {
            ($0.rawValue, prefix.appending(Field.contract.rawValue).appending($0.rawValue))
        }
        // Fields of the same object come first.
        let fields = inContract ? contract + message : message + contract
        let letters = { (name: String) in name.lowercased().filter { $0.isLetter || $0.isNumber } }
        if let same = fields.first(where: { letters($0.0) == letters(name) }) { return same.1 }
        guard let near = Nearest.of(fields.map(\.0), to: name).first else { return nil }
        return fields.first { $0.0 == near }?.1
    }
}

extension JSONPatch {
    /// The members that its operations set but the message contract does not have.
    public func unknownMembers(in document: JSONValue?) -> [UnknownMember] {
        writtenPointers.compactMap { UnknownMember($0, in: document) }
    }

    /// Whether an operation names a member of what the `data_base64` of a CloudEvent holds.
    public var leadsIntoEncodedData: Bool {
        pointers.contains { $0.description.hasPrefix(CloudEventData.base64.pointer.description + "/") }
    }
}
