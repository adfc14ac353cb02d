import CRabbitMQ

extension RabbitMQError {
    /// The error for a reply code and text with which the broker closed a channel or a connection
    /// (AMQP 0-9-1, 1.2 "AMQP-defined constants").
    init(replyCode: UInt16, replyText: String) {
        let code: Code =
            switch Int32(replyCode) {
            case AMQP_ACCESS_REFUSED where replyText.contains("Login was refused"): .authenticationFailed
            case AMQP_ACCESS_REFUSED where replyText.contains("in exclusive use"): .resourceLocked
            case AMQP_ACCESS_REFUSED: .accessRefused
            case AMQP_NOT_FOUND: .notFound
            case AMQP_RESOURCE_LOCKED: .resourceLocked
            case AMQP_PRECONDITION_FAILED: .preconditionFailed
            case AMQP_NOT_ALLOWED where replyText.contains("vhost"): .virtualHostRefused
            case AMQP_NOT_ALLOWED: .accessRefused
            case AMQP_FRAME_ERROR, AMQP_SYNTAX_ERROR, AMQP_COMMAND_INVALID, AMQP_UNEXPECTED_FRAME: .protocolViolation
            case AMQP_CONNECTION_FORCED: .connectionClosed
            default: .channelClosed
            }
        let text = replyText.isEmpty ? "without a reason" : replyText
        let end = text.hasSuffix(".") ? "" : "."
        self.init(code, rawCode: Int(replyCode), "The broker refused it with code \(replyCode): \(text)\(end)")
    }

    /// The error for a negative status of librabbitmq.
    ///
    /// - Parameter activity: the activity that failed, such as "logging in".
    init(status: Int32, during activity: String) {
        let code: Code =
            switch amqp_status_enum(status) {
            case AMQP_STATUS_HOSTNAME_RESOLUTION_FAILED: .unreachable
            case AMQP_STATUS_HEARTBEAT_TIMEOUT: .heartbeatMissed
            case AMQP_STATUS_TIMEOUT: .timedOut
            case AMQP_STATUS_BAD_AMQP_DATA, AMQP_STATUS_UNKNOWN_CLASS, AMQP_STATUS_UNKNOWN_METHOD,
                AMQP_STATUS_INCOMPATIBLE_AMQP_VERSION, AMQP_STATUS_UNEXPECTED_STATE, AMQP_STATUS_WRONG_METHOD,
                AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD:
                .protocolViolation
            case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED, AMQP_STATUS_SSL_PEER_VERIFY_FAILED,
                AMQP_STATUS_SSL_CONNECTION_FAILED, AMQP_STATUS_SSL_SET_ENGINE_FAILED:
                .tls
            case AMQP_STATUS_TABLE_TOO_BIG, AMQP_STATUS_INVALID_PARAMETER: .invalidMessage
            default: .connectionClosed
            }
        let text = String(cString: crabbitmq_status_text(status))
        self.init(code, rawCode: Int(status), "The connection failed while \(activity): \(text).")
    }

    /// The error in the reply of a librabbitmq RPC function, or nil if the call succeeded.
    init?(_ reply: amqp_rpc_reply_t, during activity: String) {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL:
            return nil
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            self.init(closeMethod: reply.reply)
        case AMQP_RESPONSE_LIBRARY_EXCEPTION:
            self.init(status: reply.library_error, during: activity)
        default:
            self.init(.connectionClosed, "The broker closed the connection while \(activity).")
        }
    }

    /// The error in a `channel.close` or `connection.close` method.
    init(closeMethod method: amqp_method_t) {
        guard let decoded = method.decoded else {
            self.init(.protocolViolation, "The broker sent an empty method.")
            return
        }
        switch method.id {
        case AMQP_CHANNEL_CLOSE_METHOD:
            let close = decoded.load(as: amqp_channel_close_t.self)
            self.init(replyCode: close.reply_code, replyText: String(close.reply_text))
        case AMQP_CONNECTION_CLOSE_METHOD:
            let close = decoded.load(as: amqp_connection_close_t.self)
            self.init(replyCode: close.reply_code, replyText: String(close.reply_text))
            if code == .channelClosed { code = .connectionClosed }
        default:
            self.init(.protocolViolation, "The broker answered with the unexpected method \(method.id).")
        }
    }
}
