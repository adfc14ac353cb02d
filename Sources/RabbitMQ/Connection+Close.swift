import CRabbitMQ
import Threads

extension Connection {
    /// Closes the channel and the connection in order, so that the broker has handled everything that was sent before.
    ///
    /// Discards what still arrives. Ignores errors, because the connection ends anyway.
    mutating func close(until deadline: Deadline, eventFD: EventFD) {
        var channel = amqp_channel_close_t()
        channel.reply_code = UInt16(AMQP_REPLY_SUCCESS)
        var connection = amqp_connection_close_t()
        connection.reply_code = UInt16(AMQP_REPLY_SUCCESS)
        do {
            try guarded { () throws(RabbitMQError) in try send(AMQP_CHANNEL_CLOSE_METHOD, &channel) }
            try expect(until: deadline, eventFD) { if case .channelCloseOK = $0 { true } else { false } }
            try guarded { () throws(RabbitMQError) in try send(AMQP_CONNECTION_CLOSE_METHOD, &connection, channel: 0) }
            try expect(until: deadline, eventFD) { if case .connectionCloseOK = $0 { true } else { false } }
        } catch {
            return
        }
    }

    private mutating func expect(
        until deadline: Deadline,
        _ eventFD: EventFD,
        _ isAnswer: (Inbound) -> Bool
    ) throws(RabbitMQError) {
        while !deadline.hasPassed {
            while let inbound = try receiveDuringClose() {
                if isAnswer(inbound) { return }
            }
            if !hasBufferedInput { eventFD.wait(socket: socket, until: deadline) }
        }
        throw RabbitMQError(.timedOut, "The broker did not confirm the close in time.")
    }

    /// Like `receive()`, but an incomplete message is not a violation: a close may interrupt a delivery.
    private mutating func receiveDuringClose() throws(RabbitMQError) -> Inbound? {
        do {
            return try receive()
        } catch {
            if error.code == .protocolViolation && error.rawCode == 0 { return .other }
            throw error
        }
    }
}
