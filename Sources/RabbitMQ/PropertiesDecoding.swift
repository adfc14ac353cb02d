import CRabbitMQ

/// Copies message properties out of librabbitmq's memory.
struct PropertiesDecoder {
    private var contentTypes = RepeatedText()
    private var types = RepeatedText()
    private var appIDs = RepeatedText()

    /// A Sendable copy: the original lives in a pool that is recycled with the next frames.
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
