extension Withdrawal {
    /// Writes the `data` of the event: what the message says, and the termination as it was.
    func writeData(to data: inout JSONWriter, context: EventContext) {
        data.beginObject()
        data.member("terminationId", message.terminationID)
        data.member("revision", Int64(message.revision))
        data.member("contractId", message.contractID)
        data.member("customerId", message.customerID)
        data.member("contractType", termination.contractType)
        data.member("customerKind", termination.customerKind?.rawValue)
        data.member("terminationType", termination.terminationType.rawValue)
        data.member("initiator", termination.initiator?.rawValue)
        data.member("batchId", message.batchID)
        data.member("channel", message.channel)
        data.member("contractSequence", Int64(context.contractSequence))
        data.reason(termination.reason)
        data.member("notePresent", message.note != nil)
        if notePublished { data.member("note", message.note) }
        data.member("endDate", termination.endDate)
        data.member("billingStopsAt", termination.billingStopsAt)
        termination.details?.writeFacts(to: &data)
        supersession.writePrevious(to: &data)
        data.name("contractTerminatedBy")
        if let contractTerminatedBy { data.string(contractTerminatedBy) } else { data.null() }
        termination.details?.writeConsequences(to: &data)
        supersession.write(to: &data)
        data.member("occurredAt", message.occurredAt)
        data.member("recordedAt", context.recordedAt)
        data.member("settingsVersion", Int64(settingsVersion))
        data.endObject()
    }
}
