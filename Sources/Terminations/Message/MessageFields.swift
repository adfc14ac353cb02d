/// The fields of a message, each read by itself.
///
/// A class for the same reason as ``TerminationMessage``.
final class MessageFields: Sendable {
    let messageID: Parsed<String>
    let action: Parsed<Action>
    let terminationID: Parsed<String>
    let revision: Parsed<Int64>
    let contractID: Parsed<String>
    let customerID: Parsed<String>
    let contractType: Parsed<String>
    let customerKind: Parsed<CustomerKind>
    let terminationType: Parsed<TerminationType>
    let initiator: Parsed<Initiator>
    let reasonCode: Parsed<String>
    let note: Parsed<String>
    let receivedOn: Parsed<LocalDate>
    let endDate: Parsed<LocalDate>
    let timeZone: Parsed<Zone>
    let contract: ContractFields
    let batchID: Parsed<String>
    let channel: Parsed<String>
    let requestedBy: Parsed<String>
    let occurredAt: Parsed<Instant>

    /// Reads the fields in the order of the message contract.
    init(_ fields: inout FieldReader) {
        let id = IdentifierField(maxLength: 64)
        let remark = TextField(maxLength: 128)
        messageID = fields.required(.messageID, IdentifierField(maxLength: 128))
        action = fields.required(.action, ChoiceField())
        terminationID = fields.required(.terminationID, id)
        let count = IntegerField(1...Int64.max)
        switch action {
        case .value(.correct), .value(.withdraw): revision = fields.required(.revision, count)
        case .value(.terminate), .absent, .invalid: revision = fields.optional(.revision, count)
        }
        contractID = fields.required(.contractID, id)
        customerID = fields.required(.customerID, id)
        contractType = fields.optional(.contractType, TextField(maxLength: 64))
        customerKind = fields.optional(.customerKind, ChoiceField())
        terminationType = fields.optional(.terminationType, ChoiceField()).defaulting(to: .ordinary)
        initiator = fields.optional(.initiator, ChoiceField())
        reasonCode = fields.nullable(.reasonCode, ReasonCodeField()).flattened()
        note = fields.nullable(.note, NoteField()).flattened()
        switch action {
        case .value(.terminate), .value(.correct):
            receivedOn = fields.optional(.receivedOn, DateField())
            endDate = fields.required(.endDate, DateField())
        case .value(.withdraw):
            // A withdrawal does not use them, and many senders write them as null.
            receivedOn = fields.nullable(.receivedOn, DateField())
            endDate = fields.nullable(.endDate, DateField())
        case .absent, .invalid:
            receivedOn = fields.optional(.receivedOn, DateField())
            endDate = fields.optional(.endDate, DateField())
        }
        timeZone = fields.optional(.timeZone, ZoneField())
        contract = ContractFields(&fields)
        batchID = fields.optional(.batchID, remark)
        channel = fields.optional(.channel, remark)
        requestedBy = fields.optional(.requestedBy, remark)
        occurredAt = fields.required(.occurredAt, OccurrenceField())

        if let endDate = endDate.value, let startDate = contract.startDate.value {
            let neverInForce = startDate.adding(days: -1)
            if endDate < neverInForce {
                fields.report(
                    .endDateBeforeStart,
                    at: Field.endDate.rawValue,
                    "The contract would end before it starts.",
                    expected: "\(neverInForce), which says that the contract never came into force, or later"
                )
            }
        }
    }
}

extension FieldReader {
    mutating func required<Kind: FieldKind>(_ field: Field, _ kind: Kind) -> Parsed<Kind.Value> {
        required(field.rawValue, kind)
    }

    mutating func optional<Kind: FieldKind>(_ field: Field, _ kind: Kind) -> Parsed<Kind.Value> {
        optional(field.rawValue, kind)
    }

    mutating func nullable<Kind: FieldKind>(_ field: Field, _ kind: Kind) -> Parsed<Kind.Value> {
        nullable(field.rawValue, kind)
    }

    mutating func report(_ code: Violation.Code, at field: Field, _ message: String) {
        report(code, at: field.rawValue, message)
    }
}
