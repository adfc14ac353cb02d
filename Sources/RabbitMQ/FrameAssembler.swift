import CRabbitMQ

/// A complete method or message that the broker has sent.
enum Inbound {
    case delivered(Delivery)
    case returned(ReturnedMessage)
    case acknowledged(tag: UInt64, multiple: Bool)
    case refused(tag: UInt64, multiple: Bool)
    case cancelOK
    case cancelledByBroker
    case blocked(reason: String)
    case unblocked
    case channelCloseOK
    case connectionCloseOK
    /// A method that needs no action.
    case other
}

/// The fields of a `basic.return` that identify the returned message.
struct ReturnedMessage {
    var replyCode: UInt16
    var replyText: String
    var exchange: String
    var routingKey: ShortString
    var messageID: String?
}

/// Assembles the frames of one channel: methods, and messages that consist of a method, a header and body frames
/// (AMQP 0-9-1, 4.2.6).
///
/// librabbitmq's own assembly drops frames and exceeds its timeouts. A frame in the wrong place is a protocol violation.
/// No input from the other side can trap.
struct FrameAssembler {
    /// The one channel of a connection.
    static let channel: amqp_channel_t = 1
    /// Without a body limit, a body whose announced size exceeds this is refused. RabbitMQ's own limit is lower unless it
    /// was raised.
    static let largestBody: UInt64 = 128 * 1024 * 1024
    /// The most memory that is reserved for a body before its bytes arrive.
    private static let largestReserve: UInt64 = 16 * 1024 * 1024
    /// The memory of encoded properties above this size is counted value by value.
    private static let plainProperties = 256

    /// The next expected part of a message.
    private enum Phase {
        case noMessage
        case header
        case body(remaining: UInt64)
    }

    private let generation: UInt64
    private var phase = Phase.noMessage
    private var deliver: DeliverMethod?
    private var returned: ReturnedMessage?
    private var messageProperties = BasicProperties()
    private var body: [UInt8] = []
    /// The size and the digest of the arriving body, if it exceeds the limit.
    private var truncation: (size: UInt64, digest: any BodyDigest)?
    private var propertiesFootprint = 0
    /// The largest body of a delivery that is kept whole.
    var bodyLimit: BodyLimit?
    private var properties = PropertiesDecoder()
    private var exchanges = RepeatedText()
    private var routingKeys = RepeatedText()

    /// A `basic.deliver` whose header or body has not arrived yet.
    private struct DeliverMethod {
        var tag: DeliveryTag
        var exchange: String
        var routingKey: String
        var isRedelivered: Bool
    }

    /// - Parameter generation: the generation in the tags of the deliveries.
    init(generation: UInt64) { self.generation = generation }

    /// Adds a frame and returns what it completes. The result is a copy, so the frame's memory may be reused afterwards.
    mutating func accept(_ frame: amqp_frame_t) throws(RabbitMQError) -> Inbound? {
        guard frame.channel <= Self.channel else {
            throw Self.violation("a frame came on channel \(frame.channel), which was never opened")
        }
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD:
            // A method on the channel must not interrupt the frames of a message; one on channel 0 may.
            if case .noMessage = phase {
            } else if frame.channel == Self.channel && frame.payload.method.id != AMQP_CHANNEL_CLOSE_METHOD {
                throw Self.violation("a method came in the middle of a message")
            }
            return try accept(frame.payload.method)
        case AMQP_FRAME_HEADER:
            return try acceptHeader(
                size: frame.payload.properties.body_size,
                frame.payload.properties.decoded,
                encodedSize: frame.payload.properties.raw.len
            )
        case AMQP_FRAME_BODY:
            return try accept(body: frame.payload.body_fragment)
        default:
            return nil
        }
    }

    private mutating func accept(_ method: amqp_method_t) throws(RabbitMQError) -> Inbound? {
        guard let decoded = method.decoded else { throw Self.violation("a method came without its fields") }
        switch method.id {
        case AMQP_BASIC_DELIVER_METHOD:
            begin(decoded.assumingMemoryBound(to: amqp_basic_deliver_t.self))
            return nil
        case AMQP_BASIC_RETURN_METHOD:
            begin(decoded.load(as: amqp_basic_return_t.self))
            return nil
        case AMQP_BASIC_ACK_METHOD:
            let ack = decoded.load(as: amqp_basic_ack_t.self)
            return .acknowledged(tag: ack.delivery_tag, multiple: ack.multiple != 0)
        case AMQP_BASIC_NACK_METHOD:
            let nack = decoded.load(as: amqp_basic_nack_t.self)
            return .refused(tag: nack.delivery_tag, multiple: nack.multiple != 0)
        case AMQP_BASIC_CANCEL_METHOD: return .cancelledByBroker
        case AMQP_BASIC_CANCEL_OK_METHOD: return .cancelOK
        case AMQP_CONNECTION_BLOCKED_METHOD:
            return .blocked(reason: String(decoded.load(as: amqp_connection_blocked_t.self).reason))
        case AMQP_CONNECTION_UNBLOCKED_METHOD: return .unblocked
        case AMQP_CHANNEL_CLOSE_OK_METHOD: return .channelCloseOK
        case AMQP_CONNECTION_CLOSE_OK_METHOD: return .connectionCloseOK
        case AMQP_CHANNEL_CLOSE_METHOD, AMQP_CONNECTION_CLOSE_METHOD: throw RabbitMQError(closeMethod: method)
        default: return .other
        }
    }

    private mutating func begin(_ method: UnsafePointer<amqp_basic_deliver_t>) {
        deliver = DeliverMethod(
            tag: DeliveryTag(generation: generation, number: method.pointee.delivery_tag),
            exchange: exchanges.string(method.pointee.exchange),
            routingKey: routingKeys.string(method.pointee.routing_key),
            isRedelivered: method.pointee.redelivered != 0
        )
        phase = .header
    }

    private mutating func begin(_ method: amqp_basic_return_t) {
        returned = ReturnedMessage(
            replyCode: method.reply_code,
            replyText: String(method.reply_text),
            exchange: String(method.exchange),
            routingKey: ShortString(method.routing_key)
        )
        phase = .header
    }
}

extension FrameAssembler {
    private mutating func acceptHeader(
        size: UInt64,
        _ raw: UnsafeMutableRawPointer?,
        encodedSize: Int
    ) throws(RabbitMQError) -> Inbound? {
        guard case .header = phase, let raw else {
            throw Self.violation("a content header came without a message")
        }
        messageProperties = properties.decode(raw.assumingMemoryBound(to: amqp_basic_properties_t.self))
        propertiesFootprint =
            encodedSize <= Self.plainProperties
            ? 16 * encodedSize : 4 * encodedSize + FieldValue.memoryFootprint(ofTable: messageProperties.headers)
        body = []
        truncation = nil
        if deliver != nil, let bodyLimit, !bodyLimit.keepsWhole(size) {
            truncation = (size, bodyLimit.makeDigest(messageProperties))
        } else if size > Self.largestBody {
            throw Self.violation("a body of \(size) bytes was announced, more than \(Self.largestBody)")
        }
        phase = .body(remaining: size)
        return size == 0 ? complete() : nil
    }

    private mutating func accept(body fragment: amqp_bytes_t) throws(RabbitMQError) -> Inbound? {
        guard case .body(var remaining) = phase, UInt64(fragment.len) <= remaining else {
            throw Self.violation("a body frame came that no content header announced")
        }
        remaining -= UInt64(fragment.len)
        // The publisher still has the content of a returned message, so it is not kept.
        if deliver != nil {
            if truncation != nil {
                keepBeginning(fragment.buffer, remaining)
            } else {
                append(fragment.buffer, remaining)
            }
        }
        phase = .body(remaining: remaining)
        return remaining == 0 ? complete() : nil
    }

    private mutating func append(_ piece: UnsafeBufferPointer<UInt8>, _ remaining: UInt64) {
        if body.isEmpty {
            guard remaining > 0 else {
                body = [UInt8](piece)
                return
            }
            // Reserve at once: an array that grows by itself takes twice the memory.
            body.reserveCapacity(piece.count + Int(min(remaining, Self.largestReserve)))
        }
        body.append(contentsOf: piece)
    }

    private mutating func keepBeginning(_ piece: UnsafeBufferPointer<UInt8>, _ remaining: UInt64) {
        truncation?.digest.update(UnsafeRawBufferPointer(piece))
        let room = (bodyLimit?.keptBytes ?? 0) - body.count
        guard room > 0 else { return }
        append(UnsafeBufferPointer(rebasing: piece.prefix(room)), min(remaining, UInt64(room)))
    }

    private mutating func complete() -> Inbound? {
        phase = .noMessage
        if let method = deliver.take() {
            var delivery = Delivery(
                tag: method.tag,
                body: [],
                exchange: method.exchange,
                routingKey: method.routingKey,
                isRedelivered: method.isRedelivered,
                truncated: truncation.take().map { TruncatedContent(size: $0.size, digest: $0.digest) }
            )
            delivery.propertiesFootprint = propertiesFootprint
            swap(&delivery.body, &body)
            swap(&delivery.properties, &messageProperties)
            return .delivered(delivery)
        }
        guard var message = returned.take() else { return nil }
        message.messageID = messageProperties.messageID
        return .returned(message)
    }

    private static func violation(_ what: String) -> RabbitMQError {
        RabbitMQError(.protocolViolation, "The broker broke the protocol: \(what).")
    }
}
