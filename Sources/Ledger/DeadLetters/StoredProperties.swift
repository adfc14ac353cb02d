import Terminations

// How a dead letter keeps the properties that were judged, so that judging it again sees exactly them.

extension MessageProperties {
    /// Compact JSON; a property that was not set is left out.
    var text: String {
        let texts = [
            ("messageId", messageID), ("correlationId", correlationID), ("replyTo", replyTo),
            ("contentType", contentType), ("contentEncoding", contentEncoding),
            ("timestamp", timestamp?.description), ("traceparent", traceparent), ("tracestate", tracestate),
        ]
        var members: [JSONObject.Member] = []
        for case (let name, .some(let text)) in texts { members.append(.init(name: name, value: .string(text))) }
        return JSONValue.object(JSONObject(members)).text
    }

    /// What ``text`` wrote.
    init(text: String) throws {
        guard let object = try JSONValue(kept: text).object else {
            throw LedgerError(.damaged, "The properties of a dead letter cannot be read.")
        }
        self.init(
            messageID: object["messageId"]?.string,
            correlationID: object["correlationId"]?.string,
            replyTo: object["replyTo"]?.string,
            contentType: object["contentType"]?.string,
            contentEncoding: object["contentEncoding"]?.string,
            timestamp: object["timestamp"]?.string.flatMap(Instant.init(rfc3339:)),
            traceparent: object["traceparent"]?.string,
            tracestate: object["tracestate"]?.string
        )
    }
}
