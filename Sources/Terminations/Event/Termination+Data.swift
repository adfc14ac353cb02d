import JSON

extension Termination {
    /// Writes the `data` of an event about the termination, in the order of the message contract.
    ///
    /// - Parameter supersession: the revision that a correction supersedes.
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
        data.member("notePresent", hasNote)
        if notePublished { data.member("note", message.note) }
        data.member("endDate", endDate)
        data.member("billingStopsAt", billingStopsAt)
        writeFacts(to: &data)
        supersession?.writePrevious(to: &data)
        writeConsequences(to: &data)
        supersession?.write(to: &data)
        data.member("occurredAt", message.occurredAt)
        data.member("recordedAt", context.recordedAt)
        data.member("settingsVersion", Int64(settingsVersion))
        data.endObject()
    }

    /// The zone of the dates, and the contract's facts.
    func writeFacts(to data: inout JSONWriter) {
        data.member("timeZone", timeZone.name)
        contract.write(to: &data)
        data.member("neverInForce", isNeverInForce)
    }

    /// The consequences for billing.
    func writeConsequences(to data: inout JSONWriter) {
        notice?.write(to: &data)
        data.member("early", term?.isEarly)
        data.member("remainingTermDays", (term?.remainingDays).map { Int64($0) })
        data.member("backdatedDays", Int64(backdatedDays))
        if let settlement {
            data.member("overbilled", settlement.overbilled)
            data.member("unbilled", settlement.unbilled)
        }
        recurring?.write(to: &data)
    }
}

extension Supersession {
    /// The superseded values, so that billing can settle the difference.
    func writePrevious(to data: inout JSONWriter) {
        data.name("previous")
        data.beginObject()
        data.member("endDate", endDate)
        data.member("billingStopsAt", billingStopsAt)
        if let settlement { data.member("overbilled", settlement.overbilled) }
        data.endObject()
    }

    func write(to data: inout JSONWriter) {
        data.member("supersedes", eventID)
        data.member("tookEffectAt", tookEffectAt)
    }
}

extension ContractFacts {
    /// The member `contract`, or nothing where there are no facts.
    fileprivate func write(to data: inout JSONWriter) {
        guard self != .none else { return }
        data.name("contract")
        data.beginObject()
        data.member("startDate", startDate)
        data.member("termEndDate", termEndDate)
        data.member("noticePeriod", noticePeriod?.description)
        data.member("noticeTo", noticeTo?.rawValue)
        data.member("earliestEndDate", earliestEndDate)
        data.member("billedThrough", billedThrough)
        data.member("billingPeriod", billingPeriod?.description)
        data.member("periodAmount", periodAmount?.minorUnits)
        data.member("currency", periodAmount?.currency.code)
        data.endObject()
    }
}

extension Notice {
    fileprivate func write(to data: inout JSONWriter) {
        data.name("notice")
        data.beginObject()
        data.member("receivedOn", receivedOn)
        data.member("period", period?.description)
        data.member("to", runsTo?.rawValue)
        data.member("earliestEndDate", earliestEndDate)
        data.member("satisfied", isSatisfied)
        data.endObject()
    }
}

extension JSONWriter {
    /// The days, or null where there are certainly none.
    fileprivate mutating func member(_ name: StaticString, _ days: DateRange?) {
        self.name(name)
        guard let days else {
            null()
            return
        }
        beginObject()
        member("from", days.from)
        member("through", days.through)
        endObject()
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
