import CRabbitMQ

extension Connection {
    /// Closes the channel and the connection in order, so that what was sent before has been handled;
    /// whatever still arrives is dropped. Trouble on the way does not matter: the connection ends.
    mutating func close(until deadline: Deadline, wakeUp: WakeUp) {
        var channel = amqp_channel_close_t()
        channel.reply_code = UInt16(AMQP_REPLY_SUCCESS)
        var connection = amqp_connection_close_t()
        connection.reply_code = UInt16(AMQP_REPLY_SUCCESS)
        do {
            try guarded { () throws(RabbitMQError) in try send(AMQP_CHANNEL_CLOSE_METHOD, &channel) }
            try expect(until: deadline, wakeUp) { if case .channelCloseOK = $0 { true } else { false } }
            try guarded { () throws(RabbitMQError) in try send(AMQP_CONNECTION_CLOSE_METHOD, &connection, channel: 0) }
            try expect(until: deadline, wakeUp) { if case .connectionCloseOK = $0 { true } else { false } }
        } catch {
            return
        }
    }

    private mutating func expect(
        until deadline: Deadline,
        _ wakeUp: WakeUp,
        _ isAnswer: (Inbound) -> Bool
    ) throws(RabbitMQError) {
        while !deadline.hasPassed {
            while let inbound = try receiveAnything() {
                if isAnswer(inbound) { return }
            }
            if !hasBufferedInput { wakeUp.wait(socket: socket, until: deadline) }
        }
        throw RabbitMQError(.timedOut, "The broker did not confirm the close in time.")
    }

    /// Deliveries may be cut off by a close: then a message without its end is no violation.
    private mutating func receiveAnything() throws(RabbitMQError) -> Inbound? {
        do {
            return try receive()
        } catch {
            if error.code == .protocolViolation && error.rawCode == 0 { return .other }
            throw error
        }
    }
}
