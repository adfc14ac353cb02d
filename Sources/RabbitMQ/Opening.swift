import CRabbitMQ
import Glibc

extension Connection {
    /// The largest frame asked for; RabbitMQ's own default.
    private static let frameMax: Int32 = 131_072
    /// The smallest that AMQP allows (4.2.3): a broker that wants less is not one.
    private static let smallestFrameMax: Int32 = 4_096

    /// Connects to the first address that answers, logs in and opens the channel.
    ///
    /// - Parameters:
    ///   - lifeline: its owner can end the attempt from another thread.
    ///   - generation: what the tags of this connection's deliveries carry.
    /// - Throws: the last address's error, when none let us in.
    static func open(
        _ configuration: ConnectionConfiguration,
        lifeline: () -> Lifeline = { Lifeline() },
        generation: UInt64 = 1
    ) throws(RabbitMQError) -> Connection {
        var lastError = RabbitMQError(.invalidAddress, "No address of a broker is configured.")
        for address in configuration.addresses {
            do {
                return try open(address, configuration, lifeline(), generation: generation)
            } catch {
                lastError = error
            }
        }
        throw lastError
    }

    private static func open(
        _ address: BrokerAddress,
        _ configuration: ConnectionConfiguration,
        _ lifeline: Lifeline,
        generation: UInt64
    ) throws(RabbitMQError) -> Connection {
        // What a URI cannot hold, an address that was put together by hand can.
        guard address.virtualHost.utf8.count <= 255,
            ![address.host, address.virtualHost, address.username, address.password].contains(where: {
                $0.contains("\0")
            })
        else {
            throw RabbitMQError(.invalidAddress, "The virtual host is too long, or the address holds a zero byte.")
        }
        guard let state = amqp_new_connection() else { fatalError("out of memory") }
        // From here on the connection owns the state, and frees it whatever is thrown.
        let connection = Connection(
            taking: state,
            lifeline: lifeline,
            address: address,
            callTimeout: configuration.callTimeout,
            generation: generation
        )
        if lifeline.cause != nil { throw RabbitMQError(.stopped, "It was closed while it was connecting.") }
        let socket = try connection.makeSocket(configuration.tls)
        var timeout = configuration.connectTimeout.timeval
        let status = amqp_socket_open_noblock(socket, address.host, Int32(clamping: address.port), &timeout)
        if status != AMQP_STATUS_OK.rawValue {
            let handshake = address.usesTLS ? TLSHandshake(address, configuration.tls, socket) : nil
            throw handshake?.failure(status) ?? unreachable(address, status)
        }
        lifeline.attach(connection.socket)

        try connection.guarded { () throws(RabbitMQError) in
            try connection.logIn(configuration, socket)
            amqp_channel_open(state, FrameAssembler.channel)
            try connection.check("opening the channel")
        }
        return connection
    }

    private func makeSocket(_ tls: TLSConfiguration) throws(RabbitMQError) -> OpaquePointer {
        guard address.usesTLS else {
            guard let socket = amqp_tcp_socket_new(state) else { fatalError("out of memory") }
            return socket
        }
        guard let socket = amqp_ssl_socket_new(state) else {
            throw RabbitMQError(.tls, "TLS could not be set up.")
        }
        // OpenSSL would allow TLS 1.0 and trust nobody by default.
        amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        amqp_ssl_socket_set_verify_peer(socket, tls.verifiesPeer ? 1 : 0)
        // Its own check of the name knows no IP addresses: OpenSSL's does it, within the handshake.
        amqp_ssl_socket_set_verify_hostname(socket, 0)
        if tls.verifiesPeer && amqp_ssl_socket_set_cacert(socket, tls.certificateAuthorities) != 0 {
            throw RabbitMQError(.tls, "The certificate authorities in \(tls.certificateAuthorities) cannot be read.")
        }
        let handshake = TLSHandshake(address, tls, socket)
        try handshake.prepare()
        if let client = tls.clientCertificate, amqp_ssl_socket_set_key(socket, client.chain, client.key) != 0 {
            throw handshake.unusable(client)
        }
        return socket
    }

    private func logIn(_ configuration: ConnectionConfiguration, _ socket: OpaquePointer) throws(RabbitMQError) {
        var handshake = configuration.connectTimeout.timeval
        amqp_set_handshake_timeout(state, &handshake)
        var call = configuration.callTimeout.timeval
        amqp_set_rpc_timeout(state, &call)

        defer { arena.reset() }
        // librabbitmq announces two capabilities of its own, and merges these into them.
        var properties = arena.table([
            "connection_name": .string(configuration.name),
            "product": "Terminus",
            "capabilities": .table([
                "consumer_cancel_notify": true, "connection.blocked": true, "basic.nack": true,
                "publisher_confirms": true,
            ]),
        ])
        let reply =
            switch configuration.authentication {
            case .password:
                crabbitmq_login_plain(
                    state,
                    address.virtualHost,
                    Self.frameMax,
                    configuration.heartbeat.heartbeatSeconds,
                    &properties,
                    address.username,
                    address.password
                )
            case .certificate:
                crabbitmq_login_external(
                    state,
                    address.virtualHost,
                    Self.frameMax,
                    configuration.heartbeat.heartbeatSeconds,
                    &properties,
                    address.username.isEmpty ? "guest" : address.username
                )
            }
        if let error = RabbitMQError(reply, during: "logging in to \(address)") {
            throw LogInFailure(address, configuration, socket).explained(error, status: reply.library_error)
        }
        if amqp_get_frame_max(state) < Self.smallestFrameMax {
            throw RabbitMQError(
                .protocolViolation,
                "The broker at \(address) asks for frames that are too small for AMQP."
            )
        }
    }

    /// Throws the error of the RPC just made, if it failed.
    func check(_ activity: String) throws(RabbitMQError) {
        if let error = RabbitMQError(amqp_get_rpc_reply(state), during: activity) { throw error }
    }

    private static func unreachable(_ address: BrokerAddress, _ status: Int32) -> RabbitMQError {
        var error = RabbitMQError(status: status, during: "connecting to \(address)")
        if error.code != .tls {
            error.code = .unreachable
            if status == AMQP_STATUS_SOCKET_ERROR.rawValue {
                error.detail = "The broker at \(address) cannot be reached: nothing accepts the connection."
            } else if status == AMQP_STATUS_HOSTNAME_RESOLUTION_FAILED.rawValue {
                error.detail = "The broker at \(address) cannot be reached: no host of that name is known."
            }
        }
        return error
    }
}
