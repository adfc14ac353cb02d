/// One field that differs between two messages of a termination.
public struct MessageChange: Sendable, Equatable {
    /// The field by name, as in the message contract: `endDate`, `contract.billedThrough`.
    public let field: String
    /// As written in a message; nil where it was absent. It may be a note or the code of a sensitive reason.
    public let old: String?
    public let new: String?

    public init(_ field: String, from old: String?, to new: String?) {
        self.field = field
        self.old = old
        self.new = new
    }

    /// Whether it is the note, which is confidential.
    public var isNote: Bool { field == Field.note.rawValue }
    /// Whether it is the code of a reason, which may be a sensitive one.
    public var isReasonCode: Bool { field == Field.reasonCode.rawValue }
}

extension TerminationMessage {
    /// The fields in which another message of the same termination differs, in the order of the message contract.
    ///
    /// Without the fields that always differ (ids, action, revision, `occurredAt`) and those that cannot differ in accepted
    /// messages (contract and customer).
    public func changes(to next: TerminationMessage) -> [MessageChange] {
        let (old, new) = (comparedFields, next.comparedFields)
        return zip(old, new).compactMap { old, new in
            switch (old.text, new.text) {
            case (nil, nil): nil
            case (let a?, let b?) where a.hasSameBytes(as: b): nil
            case (let a, let b): MessageChange(old.name, from: a, to: b)
            }
        }
    }

    /// Always the same fields in the same order.
    private var comparedFields: [(name: String, text: String?)] {
        func name(_ field: ContractField) -> String { "\(Field.contract.rawValue).\(field.rawValue)" }
        return [
            (Field.contractType.rawValue, contractType),
            (Field.customerKind.rawValue, customerKind?.rawValue),
            (Field.terminationType.rawValue, terminationType.rawValue),
            (Field.initiator.rawValue, initiator?.rawValue),
            (Field.reasonCode.rawValue, reasonCode),
            (Field.note.rawValue, note),
            (Field.receivedOn.rawValue, receivedOn?.description),
            (Field.endDate.rawValue, endDate?.description),
            (Field.timeZone.rawValue, timeZone?.name),
            (name(.startDate), contract.startDate?.description),
            (name(.termEndDate), contract.termEndDate?.description),
            (name(.noticePeriod), contract.noticePeriod?.description),
            (name(.noticeTo), contract.noticeTo?.rawValue),
            (name(.earliestEndDate), contract.earliestEndDate?.description),
            (name(.billedThrough), contract.billedThrough?.description),
            (name(.billingPeriod), contract.billingPeriod?.description),
            (name(.periodAmount), contract.periodAmount.map { String($0.minorUnits) }),
            (name(.currency), contract.periodAmount.map { $0.currency.description }),
            (Field.batchID.rawValue, batchID),
            (Field.channel.rawValue, channel),
            (Field.requestedBy.rawValue, requestedBy),
        ]
    }
}
