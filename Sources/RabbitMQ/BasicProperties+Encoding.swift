import CRabbitMQ

extension Arena {
    /// The properties in librabbitmq's representation.
    func properties(_ properties: BasicProperties) -> amqp_basic_properties_t {
        var raw = amqp_basic_properties_t()
        var flags: Int32 = 0
        if let text = properties.contentType {
            flags |= AMQP_BASIC_CONTENT_TYPE_FLAG
            raw.content_type = bytes(text)
        }
        if let text = properties.messageID {
            flags |= AMQP_BASIC_MESSAGE_ID_FLAG
            raw.message_id = bytes(text)
        }
        if let string = properties.correlationID {
            flags |= AMQP_BASIC_CORRELATION_ID_FLAG
            raw.correlation_id = bytes(string)
        }
        if let text = properties.type {
            flags |= AMQP_BASIC_TYPE_FLAG
            raw.type = bytes(text)
        }
        if let text = properties.contentEncoding {
            flags |= AMQP_BASIC_CONTENT_ENCODING_FLAG
            raw.content_encoding = bytes(text)
        }
        if let string = properties.replyTo {
            flags |= AMQP_BASIC_REPLY_TO_FLAG
            raw.reply_to = bytes(string)
        }
        if let text = properties.expiration {
            flags |= AMQP_BASIC_EXPIRATION_FLAG
            raw.expiration = bytes(text)
        }
        if let text = properties.userID {
            flags |= AMQP_BASIC_USER_ID_FLAG
            raw.user_id = bytes(text)
        }
        if let text = properties.appID {
            flags |= AMQP_BASIC_APP_ID_FLAG
            raw.app_id = bytes(text)
        }
        if let mode = properties.deliveryMode {
            flags |= AMQP_BASIC_DELIVERY_MODE_FLAG
            raw.delivery_mode = mode
        }
        if let priority = properties.priority {
            flags |= AMQP_BASIC_PRIORITY_FLAG
            raw.priority = priority
        }
        if let timestamp = properties.timestamp {
            flags |= AMQP_BASIC_TIMESTAMP_FLAG
            raw.timestamp = timestamp
        }
        if !properties.headers.isEmpty {
            flags |= AMQP_BASIC_HEADERS_FLAG
            raw.headers = table(properties.headers)
        }
        raw._flags = UInt32(bitPattern: flags)
        return raw
    }
}

/// Copies message properties out of librabbitmq's memory.
struct PropertiesDecoder {
    private var contentTypes = RepeatedText()
    private var types = RepeatedText()
    private var appIDs = RepeatedText()

    /// Returns a Sendable copy. The original is in a memory pool that librabbitmq reuses for the next frames.
    mutating func decode(_ raw: UnsafePointer<amqp_basic_properties_t>) -> BasicProperties {
        let flags = raw.pointee._flags
        func has(_ flag: Int32) -> Bool { flags & UInt32(flag) != 0 }

        var result = BasicProperties()
        if has(AMQP_BASIC_CONTENT_TYPE_FLAG) { result.contentType = contentTypes.string(raw.pointee.content_type) }
        if has(AMQP_BASIC_CONTENT_ENCODING_FLAG) { result.contentEncoding = String(raw.pointee.content_encoding) }
        if has(AMQP_BASIC_HEADERS_FLAG) { result.headers = FieldValue.table(raw.pointee.headers) }
        if has(AMQP_BASIC_DELIVERY_MODE_FLAG) { result.deliveryMode = raw.pointee.delivery_mode }
        if has(AMQP_BASIC_PRIORITY_FLAG) { result.priority = raw.pointee.priority }
        if has(AMQP_BASIC_CORRELATION_ID_FLAG) { result.correlationID = ShortString(raw.pointee.correlation_id) }
        if has(AMQP_BASIC_REPLY_TO_FLAG) { result.replyTo = ShortString(raw.pointee.reply_to) }
        if has(AMQP_BASIC_EXPIRATION_FLAG) { result.expiration = String(raw.pointee.expiration) }
        if has(AMQP_BASIC_MESSAGE_ID_FLAG) { result.messageID = String(raw.pointee.message_id) }
        if has(AMQP_BASIC_TIMESTAMP_FLAG) { result.timestamp = raw.pointee.timestamp }
        if has(AMQP_BASIC_TYPE_FLAG) { result.type = types.string(raw.pointee.type) }
        if has(AMQP_BASIC_USER_ID_FLAG) { result.userID = String(raw.pointee.user_id) }
        if has(AMQP_BASIC_APP_ID_FLAG) { result.appID = appIDs.string(raw.pointee.app_id) }
        return result
    }
}

/// Decodes text that rarely changes from message to message: an exchange, a routing key, a content type.
///
/// Comparing bytes is cheaper than validating and allocating a string for each message.
struct RepeatedText {
    private var last = ""

    /// The bytes as a string. Reuses the previous string when the bytes are equal.
    mutating func string(_ bytes: amqp_bytes_t) -> String {
        let buffer = bytes.buffer
        // If the previous bytes were not valid UTF-8, the string's UTF-8 differs from them, and it is decoded again.
        let isSame = last.utf8.withContiguousStorageIfAvailable { stored in
            stored.count == buffer.count && stored.elementsEqual(buffer)
        }
        if isSame != true { last = String(decoding: buffer, as: UTF8.self) }
        return last
    }
}
