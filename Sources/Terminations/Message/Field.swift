import JSON

/// The fields of a termination message, by name, in the order of the message contract.
enum Field: String, CaseIterable {
    case messageID = "messageId"
    case action
    case terminationID = "terminationId"
    case revision
    case contractID = "contractId"
    case customerID = "customerId"
    case contractType
    case customerKind
    case terminationType
    case initiator
    case reasonCode
    case note
    case receivedOn
    case endDate
    case timeZone
    case contract
    case batchID = "batchId"
    case channel
    case requestedBy
    case occurredAt
}

/// The facts in a message's `contract`.
enum ContractField: String, CaseIterable {
    case startDate
    case termEndDate
    case noticePeriod
    case noticeTo
    case earliestEndDate
    case billedThrough
    case billingPeriod
    case periodAmount
    case currency
}

extension TerminationMessage {
    /// The names of the fields in the order of the message contract, without `contract`. Its facts come last, as
    /// `contract.startDate` and so on.
    public static let fieldNames =
        Field.allCases.filter { $0 != .contract }.map(\.rawValue)
        + ContractField.allCases.map { "\(Field.contract.rawValue).\($0.rawValue)" }
}

extension [Violation] {
    /// Each code and pointer once, in the order of the message contract: the document first, then the fields, then other
    /// pointers. Violations of one field are in the order of the codes.
    ///
    /// - Parameter root: the place of the message in the document.
    func inContractOrder(root: JSONPointer) -> [Violation] {
        guard count > 1 else { return self }
        let ranked = map { (rank: Self.rank(of: $0, root: root), violation: $0) }
        var seen: Set<Fingerprint.Line> = []
        return
            ranked
            .sorted { left, right in
                (left.rank.field, left.violation.pointer.description, left.rank.code)
                    < (right.rank.field, right.violation.pointer.description, right.rank.code)
            }
            .map(\.violation)
            .filter { seen.insert(Fingerprint.Line($0)).inserted }
    }

    private static func rank(of violation: Violation, root: JSONPointer) -> (field: Int, code: Int) {
        let code = Violation.Code.allCases.firstIndex(of: violation.code) ?? 0
        return (fieldRanks[String(violation.pointer.description.dropFirst(root.description.count))] ?? 1000, code)
    }

    private static let fieldRanks: [String: Int] = {
        var pointers = [""]
        for field in Field.allCases {
            pointers.append("/" + field.rawValue)
            switch field {
            case .contract: pointers += ContractField.allCases.map { "/contract/" + $0.rawValue }
            case .messageID, .action, .terminationID, .revision, .contractID, .customerID, .contractType,
                .customerKind, .terminationType, .initiator, .reasonCode, .note, .receivedOn, .endDate, .timeZone,
                .batchID, .channel, .requestedBy, .occurredAt:
                break
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(pointers, 0...))
    }()
}
