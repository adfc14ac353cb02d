import CRabbitMQ

extension Arena {
    /// The properties as librabbitmq wants them.
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
