/// A termination whose last day is over.
public struct Effect: Sendable, Equatable {
    public let terminationID: String
    public let revision: Int
    public let contractID: String
    public let customerID: String
    public let contractType: String?
    public let customerKind: CustomerKind?
    public let terminationType: TerminationType
    public let initiator: Initiator?
    public let reason: ReasonSnapshot?
    public let endDate: LocalDate
    public let billingStopsAt: Instant
    /// The message whose revision takes effect.
    public let messageID: String

    public init(of recorded: RecordedTermination, messageID: String) {
        terminationID = recorded.terminationID
        revision = recorded.revision
        contractID = recorded.contractID
        customerID = recorded.customerID
        contractType = recorded.contractType
        customerKind = recorded.customerKind
        terminationType = recorded.terminationType
        initiator = recorded.initiator
        reason = recorded.reason
        endDate = recorded.endDate
        billingStopsAt = recorded.billingStopsAt
        self.messageID = messageID
    }

    public init(of termination: Termination) {
        self.init(of: RecordedTermination(termination), messageID: termination.message.messageID)
    }

    func writeData(to data: inout JSONWriter, context: EventContext) {
        data.beginObject()
        data.member("terminationId", terminationID)
        data.member("revision", Int64(revision))
        data.member("contractId", contractID)
        data.member("customerId", customerID)
        data.member("contractType", contractType)
        data.member("customerKind", customerKind?.rawValue)
        data.member("terminationType", terminationType.rawValue)
        data.member("initiator", initiator?.rawValue)
        data.member("contractSequence", Int64(context.contractSequence))
        data.reason(reason)
        data.member("endDate", endDate)
        data.member("billingStopsAt", billingStopsAt)
        data.member("recordedAt", context.recordedAt)
        data.endObject()
    }
}
