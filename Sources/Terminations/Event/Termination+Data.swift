extension Termination {
    /// Writes the `data` of an event about the termination, in the order of the message contract.
    ///
    /// - Parameter supersession: what a correction puts an end to.
    func writeData(to data: inout JSONWriter, context: EventContext, _ supersession: Supersession? = nil) {
        data.beginObject()
        data.member("terminationId", message.terminationID)
        data.member("revision", Int64(message.revision))
        data.member("contractId", message.contractID)
        data.member("customerId", message.customerID)
        data.member("contractType", message.contractType)
        data.member("customerKind", message.customerKind?.rawValue)
        data.member("terminationType", message.terminationType.rawValue)
        data.member("initiator", message.initiator?.rawValue)
        data.member("batchId", message.batchID)
        data.member("channel", message.channel)
        data.member("contractSequence", Int64(context.contractSequence))
        data.reason(reason)
        data.member("notePresent", message.note != nil)
        if notePublished { data.member("note", message.note) }
        data.member("endDate", endDate)
        data.member("billingStopsAt", billingStopsAt)
        notice?.write(to: &data)
        data.member("early", term?.isEarly)
        data.member("remainingTermDays", (term?.remainingDays).map { Int64($0) })
        data.member("backdatedDays", Int64(backdatedDays))
        overbilled?.write(to: &data)
        recurring?.write(to: &data)
        supersession?.write(to: &data)
        data.member("occurredAt", message.occurredAt)
        data.member("recordedAt", context.recordedAt)
        data.member("settingsVersion", Int64(settingsVersion))
        data.endObject()
    }
}

extension Supersession {
    func write(to data: inout JSONWriter) {
        data.member("supersedes", eventID)
        data.member("tookEffectAt", tookEffectAt)
    }
}

extension Notice {
    fileprivate func write(to data: inout JSONWriter) {
        data.name("notice")
        data.beginObject()
        data.member("receivedOn", receivedOn)
        data.member("period", period.description)
        data.member("earliestEndDate", earliestEndDate)
        data.member("satisfied", isSatisfied)
        data.endObject()
    }
}

extension DateRange {
    fileprivate func write(to data: inout JSONWriter) {
        data.name("overbilled")
        data.beginObject()
        data.member("from", from)
        data.member("through", through)
        data.endObject()
    }
}

extension RecurringRevenue {
    fileprivate func write(to data: inout JSONWriter) {
        data.name("recurring")
        data.beginObject()
        data.member("currency", periodAmount.currency.code)
        data.member("periodAmount", periodAmount.minorUnits)
        data.member("billingPeriod", billingPeriod?.description)
        data.member("monthlyAmountLost", monthlyAmountLost)
        data.endObject()
    }
}
