import JSON

/// A termination that takes effect because its last day is over.
public struct Effect: Sendable {
    public let termination: RecordedTermination
    /// The message whose revision takes effect.
    public let messageID: String

    public init(of termination: RecordedTermination, messageID: String) {
        self.termination = termination
        self.messageID = messageID
    }

    public init(of termination: Termination) {
        self.init(of: RecordedTermination(termination), messageID: termination.message.messageID)
    }

    /// Writes the `data` of the event: complete, as in the event about the revision, or the recorded fields alone where the
    /// ledger no longer has the message.
    func writeData(to data: inout JSONWriter, context: EventContext) {
        if let details = termination.details {
            details.writeData(to: &data, context: context)
            return
        }
        data.beginObject()
        data.member("terminationId", termination.terminationID)
        data.member("revision", Int64(termination.revision))
        data.member("contractId", termination.contractID)
        data.member("customerId", termination.customerID)
        data.member("contractType", termination.contractType)
        data.member("customerKind", termination.customerKind?.rawValue)
        data.member("terminationType", termination.terminationType.rawValue)
        data.member("initiator", termination.initiator?.rawValue)
        data.member("contractSequence", Int64(context.contractSequence))
        data.reason(termination.reason)
        data.member("endDate", termination.endDate)
        data.member("billingStopsAt", termination.billingStopsAt)
        data.member("occurredAt", termination.occurredAt)
        data.member("recordedAt", context.recordedAt)
        data.endObject()
    }
}
