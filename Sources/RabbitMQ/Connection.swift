import CRabbitMQ
import Glibc

/// One connection with one channel, open and logged in.
///
/// It belongs to the thread that opened it; other threads may use only its socket guard. It is closed exactly once, when
/// its owner releases it.
struct Connection: ~Copyable {
    /// librabbitmq's state. The connection owns it and destroys it last.
    let state: amqp_connection_state_t
    let socketGuard: SocketGuard
    /// The address and the IP address that it is connected to.
    let endpoint: Endpoint
    let callTimeout: Duration
    /// Memory for the arguments of one call.
    let arena = Arena()
    var assembler: FrameAssembler

    /// Takes ownership of librabbitmq's state. Use `open` to make a connection.
    init(
        taking state: amqp_connection_state_t,
        socketGuard: SocketGuard,
        endpoint: Endpoint,
        callTimeout: Duration,
        generation: UInt64
    ) {
        self.state = state
        self.socketGuard = socketGuard
        self.endpoint = endpoint
        self.callTimeout = callTimeout
        assembler = FrameAssembler(generation: generation)
    }

    deinit {
        Watchdog.shared.disarm(socketGuard)
        // Close the duplicate first, so that librabbitmq's close is the one that ends the TCP connection.
        socketGuard.release()
        amqp_destroy_connection(state)
    }

    var address: BrokerAddress { endpoint.address }

    var socket: Int32 { amqp_get_sockfd(state) }

    /// The largest payload of a frame in bytes.
    var frameLimit: Int { Int(amqp_get_frame_max(state)) - 8 }

    /// How long the loop may sleep: half of the negotiated heartbeat.
    var longestSleep: Duration {
        let heartbeat = amqp_get_heartbeat(state)
        return heartbeat > 0 ? .milliseconds(500 * Int(heartbeat)) : .seconds(3_600)
    }

    /// Whether librabbitmq has buffered frames or bytes, which `poll` does not report.
    var hasBufferedInput: Bool { amqp_frames_enqueued(state) != 0 || amqp_data_in_buffer(state) != 0 }

    /// Runs calls into librabbitmq under the watchdog, which shuts the socket down if they exceed `callTimeout`.
    ///
    /// - Throws: the error of the body, or `timedOut` if the watchdog shut the socket down.
    func guarded<Result: ~Copyable>(
        _ body: () throws(RabbitMQError) -> Result
    ) throws(RabbitMQError) -> Result {
        Watchdog.shared.arm(socketGuard, until: .after(callTimeout))
        defer { Watchdog.shared.disarm(socketGuard) }
        do {
            return try body()
        } catch {
            throw explained(error)
        }
    }

    /// The error for a failed call. If the socket was shut down on purpose, that cause is more precise than librabbitmq's
    /// status.
    func failure(_ status: Int32, during activity: String) -> RabbitMQError {
        explained(RabbitMQError(status: status, during: activity))
    }

    private func explained(_ error: RabbitMQError) -> RabbitMQError {
        switch socketGuard.cause {
        case nil: error
        case .stopped: RabbitMQError(.stopped, "The connection was closed while it was in use.")
        case .timedOut:
            RabbitMQError(.timedOut, rawCode: error.rawCode, "A call to the broker took longer than \(callTimeout).")
        }
    }

    /// The next complete method or message from the broker, without waiting; nil if there is none yet.
    ///
    /// Also sends a heartbeat when one is due, and notices missing heartbeats of the broker.
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
            // Safe only here, after a complete frame: the library may now reuse its memory.
            amqp_maybe_release_buffers(state)
            if let inbound { return inbound }
        }
    }

    /// Answers a close method of the broker, as the protocol requires. The connection ends either way.
    private func confirmClose(_ frame: amqp_frame_t) {
        guard Int32(frame.frame_type) == AMQP_FRAME_METHOD else { return }
        // Errors are ignored: the connection ends whether or not the broker receives the answer.
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

    /// Sends one method frame. May block: call it inside `guarded`.
    func send(
        _ method: amqp_method_number_t,
        _ fields: UnsafeMutableRawPointer,
        channel: amqp_channel_t = FrameAssembler.channel
    ) throws(RabbitMQError) {
        let status = amqp_send_method(state, channel, method, fields)
        if status != AMQP_STATUS_OK.rawValue { throw RabbitMQError(status: status, during: "sending") }
    }

    /// Sends a heartbeat (AMQP 0-9-1, 4.2.7) if heartbeats were negotiated. librabbitmq sends them only while it waits for
    /// frames. May block: call it inside `guarded`.
    func sendHeartbeat() throws(RabbitMQError) {
        guard amqp_get_heartbeat(state) > 0 else { return }
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
        let status = amqp_send_frame(state, &frame)
        if status != AMQP_STATUS_OK.rawValue { throw RabbitMQError(status: status, during: "sending a heartbeat") }
    }
}
