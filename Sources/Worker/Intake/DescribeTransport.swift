import Foundation
import Ledger
import RabbitMQ
import Terminations

extension Delivery {
    /// The transport of a message as a dead letter keeps it: exchange, routing key, properties and headers.
    var transport: JSONValue {
        var members: [JSONObject.Member] = [
            .init(name: "exchange", value: .string(exchange)),
            .init(name: "routingKey", value: .string(routingKey)),
            .init(name: "redelivered", value: .bool(isRedelivered)),
        ]
        let texts = [
            ("messageId", properties.messageID), ("correlationId", properties.correlationID?.text),
            ("correlationIdBase64", properties.correlationID?.base64), ("replyTo", properties.replyTo?.text),
            ("replyToBase64", properties.replyTo?.base64), ("contentType", properties.contentType),
            ("contentEncoding", properties.contentEncoding), ("type", properties.type),
            ("userId", properties.userID), ("appId", properties.appID), ("expiration", properties.expiration),
        ]
        for case (let name, .some(let text)) in texts {
            members.append(.init(name: name, value: .string(text)))
        }
        let numbers = [
            ("deliveryMode", properties.deliveryMode.map(Int64.init)),
            ("priority", properties.priority.map(Int64.init)),
            ("timestamp", properties.timestamp.map(Int64.init(clamping:))),
        ]
        for case (let name, .some(let number)) in numbers {
            members.append(.init(name: name, value: .number(JSONNumber(number))))
        }
        members += truncatedBody?.members ?? []
        members.append(.init(name: "headers", value: FieldValue.table(properties.headers).json))
        return .object(JSONObject(members))
    }
}

extension FieldValue {
    /// The value as readable JSON. Bytes are in Base64, and numbers that JSON cannot represent are text.
    var json: JSONValue {
        switch self {
        case .bool(let value): .bool(value)
        case .int8(let value): .number(JSONNumber(value))
        case .uint8(let value): .number(JSONNumber(value))
        case .int16(let value): .number(JSONNumber(value))
        case .uint16(let value): .number(JSONNumber(value))
        case .int32(let value): .number(JSONNumber(value))
        case .uint32(let value): .number(JSONNumber(value))
        case .int64(let value): .number(JSONNumber(value))
        case .uint64(let value): .number(JSONNumber(value))
        case .timestamp(let value): .number(JSONNumber(value))
        case .float(let value): .string("\(value)")
        case .double(let value): .string("\(value)")
        case .decimal(let scale, let value): .string("\(value)e-\(scale)")
        case .string(let text): .string(text)
        case .bytes(let bytes): .string(Data(bytes).base64EncodedString())
        case .array(let elements): .array(elements.map(\.json))
        case .table(let table):
            .object(JSONObject(table.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value.json) }))
        case .void: .null
        }
    }
}

extension ShortString {
    /// The bytes in Base64; nil if the string is text.
    fileprivate var base64: String? {
        if case .bytes(let bytes) = self { Data(bytes).base64EncodedString() } else { nil }
    }
}
