import CRabbitMQ
import Glibc

/// One connection with one channel, open and logged in.
///
/// It belongs to the thread that opened it; only its lifeline may be used by others. It is closed exactly
/// once: when its owner lets go of it.
struct Connection: ~Copyable {
    /// librabbitmq's state. Owned here; destroyed last.
    let state: amqp_connection_state_t
    let lifeline: SocketGuard
    /// Where it leads.
    let endpoint: Endpoint
    let callTimeout: Duration
    /// Memory for the arguments of one call.
    let arena = Arena()
    var assembler: FrameAssembler

    /// Takes over an open connection. `open` is the way to get one.
    init(
        taking state: amqp_connection_state_t,
        lifeline: SocketGuard,
        endpoint: Endpoint,
        callTimeout: Duration,
        generation: UInt64
    ) {
        self.state = state
        self.lifeline = lifeline
        self.endpoint = endpoint
        self.callTimeout = callTimeout
        assembler = FrameAssembler(generation: generation)
    }

    deinit {
        Watchdog.shared.disarm(lifeline)
        // The duplicate first: then librabbitmq's close is the one that tells the broker.
        lifeline.release()
        amqp_destroy_connection(state)
    }

    var address: BrokerAddress { endpoint.address }

    var socket: Int32 { amqp_get_sockfd(state) }

    /// The most that a frame can carry.
    var frameLimit: Int { Int(amqp_get_frame_max(state)) - 8 }

    /// How long the loop may sleep: half of the heartbeat that was agreed on.
    var longestSleep: Duration {
        let heartbeat = amqp_get_heartbeat(state)
        return heartbeat > 0 ? .milliseconds(500 * Int(heartbeat)) : .seconds(3_600)
    }

    /// Whether frames or bytes are in the library's buffers: `poll` knows nothing of them.
    var hasBufferedInput: Bool { amqp_frames_enqueued(state) != 0 || amqp_data_in_buffer(state) != 0 }

    /// Runs calls into librabbitmq under the watchdog, which ends the connection if they take too long.
    ///
    /// - Throws: what the body throws; `timedOut` when the watchdog ended it.
    func guarded<Result: ~Copyable>(
        _ body: () throws(RabbitMQError) -> Result
    ) throws(RabbitMQError) -> Result {
        Watchdog.shared.arm(lifeline, until: .after(callTimeout))
        defer { Watchdog.shared.disarm(lifeline) }
        do {
            return try body()
        } catch {
            throw explained(error)
        }
    }

    /// The error for a failed call: whoever cut the connection explains it better than librabbitmq can.
    func failure(_ status: Int32, during activity: String) -> RabbitMQError {
        explained(RabbitMQError(status: status, during: activity))
    }

    private func explained(_ error: RabbitMQError) -> RabbitMQError {
        switch lifeline.cause {
        case nil: error
        case .stopped: RabbitMQError(.stopped, "The connection was closed while it was in use.")
        case .tookTooLong:
            RabbitMQError(.timedOut, rawCode: error.rawCode, "A call to the broker took longer than \(callTimeout).")
        }
    }

    /// The next thing that the broker has sent, without waiting; nil when nothing complete is there.
    ///
    /// Also sends a heartbeat when one is due, and notices when the broker's stay away.
    mutating func receive() throws(RabbitMQError) -> Inbound? {
        while true {
            var frame = amqp_frame_t()
            var immediately = timeval(tv_sec: 0, tv_usec: 0)
            let status = amqp_simple_wait_frame_noblock(state, &frame, &immediately)
            if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
            if status != AMQP_STATUS_OK.rawValue { throw RabbitMQError(status: status, during: "reading") }
            let inbound: Inbound?
            do {
                inbound = try assembler.accept(frame)
            } catch {
                confirmClose(frame)
                throw error
            }
            // Only now, right after a whole frame, may the library's memory be used again.
            amqp_maybe_release_buffers(state)
            if let inbound { return inbound }
        }
    }

    /// Answers a close of the broker's, as the protocol wants; the connection ends either way.
    private func confirmClose(_ frame: amqp_frame_t) {
        guard Int32(frame.frame_type) == AMQP_FRAME_METHOD else { return }
        // A courtesy: the connection is given up whether or not the broker gets the confirmation.
        switch frame.payload.method.id {
        case AMQP_CHANNEL_CLOSE_METHOD:
            var ok = amqp_channel_close_ok_t()
            try? send(AMQP_CHANNEL_CLOSE_OK_METHOD, &ok)
        case AMQP_CONNECTION_CLOSE_METHOD:
            var ok = amqp_connection_close_ok_t()
            try? send(AMQP_CONNECTION_CLOSE_OK_METHOD, &ok, channel: 0)
        default:
            break
        }
    }

    /// Sends one method frame. May block: call it under `guarded`.
    func send(
        _ method: amqp_method_number_t,
        _ fields: UnsafeMutableRawPointer,
        channel: amqp_channel_t = FrameAssembler.channel
    ) throws(RabbitMQError) {
        let status = amqp_send_method(state, channel, method, fields)
        if status != AMQP_STATUS_OK.rawValue { throw RabbitMQError(status: status, during: "sending") }
    }

    /// Sends a heartbeat (AMQP 0-9-1, 4.2.7), where they were agreed on. librabbitmq sends them only while it waits for
    /// frames. May block: call it under `guarded`.
    func sendHeartbeat() throws(RabbitMQError) {
        guard amqp_get_heartbeat(state) > 0 else { return }
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
        let status = amqp_send_frame(state, &frame)
        if status != AMQP_STATUS_OK.rawValue { throw RabbitMQError(status: status, during: "sending a heartbeat") }
    }
}
