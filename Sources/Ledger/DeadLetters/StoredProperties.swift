import Foundation
import JSON
import Terminations

// The form in which the ledger keeps the properties of a dead letter, so that a replay judges exactly these.

extension MessageProperties {
    /// Compact JSON; a property that was not set is left out.
    var text: String {
        let texts = [
            ("messageId", messageID), ("correlationId", correlationID?.text),
            ("correlationIdBase64", correlationID?.base64), ("replyTo", replyTo?.text),
            ("replyToBase64", replyTo?.base64), ("contentType", contentType), ("contentEncoding", contentEncoding),
            ("timestamp", timestamp?.description), ("traceparent", traceparent), ("tracestate", tracestate),
        ]
        var members: [JSONObject.Member] = []
        for case (let name, .some(let text)) in texts { members.append(.init(name: name, value: .string(text))) }
        members += truncatedBody?.members ?? []
        return JSONValue.object(JSONObject(members)).text
    }

    /// What ``text`` wrote.
    init(text: String) throws {
        guard let object = try JSONValue(kept: text).object else {
            throw LedgerError(.damaged, "The properties of a dead letter cannot be read.")
        }
        self.init(
            messageID: object["messageId"]?.string,
            correlationID: OpaqueProperty(object["correlationId"], base64: object["correlationIdBase64"]),
            replyTo: OpaqueProperty(object["replyTo"], base64: object["replyToBase64"]),
            contentType: object["contentType"]?.string,
            contentEncoding: object["contentEncoding"]?.string,
            timestamp: object["timestamp"]?.string.flatMap(Instant.init(rfc3339:)),
            traceparent: object["traceparent"]?.string,
            tracestate: object["tracestate"]?.string,
            truncatedBody: TruncatedBody(object)
        )
    }
}

extension TruncatedBody {
    /// As the properties and the transport of a dead letter name it.
    public var members: [JSONObject.Member] {
        [
            .init(name: "bodyBytes", value: .number(JSONNumber(size))),
            .init(name: "bodySha256", value: .string(sha256)),
        ]
    }

    /// Reads what ``members`` wrote; nil where the whole body was kept.
    convenience init?(_ object: JSONObject) {
        guard let size = object["bodyBytes"]?.integer, let sha256 = object["bodySha256"]?.string else { return nil }
        self.init(size: Int(size), keptSHA256: sha256)
    }
}

extension OpaqueProperty {
    /// Nil where it is text.
    fileprivate var base64: String? {
        if case .bytes(let bytes) = self { Data(bytes).base64EncodedString() } else { nil }
    }

    fileprivate init?(_ text: JSONValue?, base64: JSONValue?) {
        if let text = text?.string {
            self = .text(text)
        } else if let bytes = base64?.string.flatMap({ Data(base64Encoded: $0) }) {
            self = .bytes(Array(bytes))
        } else {
            return nil
        }
    }
}
