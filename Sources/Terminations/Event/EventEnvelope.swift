/// The attributes of a CloudEvent, in structured mode, around its data.
struct EventEnvelope {
    let id: String
    let type: EventType
    let subject: String
    /// The contract, whose events keep their order.
    let partitionKey: String?
    /// The message that caused the event.
    let causationID: String?
    let context: EventContext

    /// The complete event: the attributes, and then `data` as the closure writes it.
    func body(capacity: Int, data: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.beginObject()
        writer.member("specversion", "1.0")
        writer.member("id", id)
        writer.member("source", context.source)
        writer.member("type", type.rawValue)
        writer.member("subject", subject)
        writer.member("time", context.recordedAt)
        writer.member("datacontenttype", "application/json")
        writer.member("dataschema", type.dataSchema)
        // A string, as the sequence extension has it.
        writer.member("sequence", String(context.sequence))
        writer.member("partitionkey", partitionKey)
        writer.member("causationid", causationID)
        writer.member("correlationid", CloudEventText.allowed(context.correlationID))
        if let traceparent = CloudEventText.traceparent(context.traceparent) {
            writer.member("traceparent", traceparent)
            writer.member("tracestate", CloudEventText.allowed(context.tracestate))
        }
        writer.name("data")
        data(&writer)
        writer.endObject()
        return writer.bytes
    }
}
