import CRabbitMQ
import Glibc
import Threads

extension Connection {
    /// The requested maximum frame size, which is RabbitMQ's own default.
    private static let frameMax: Int32 = 131_072
    /// The smallest maximum that AMQP allows (4.2.3).
    private static let smallestFrameMax: Int32 = 4_096

    /// The time limit of a TCP connect while other addresses remain.
    private static let longestConnect = Duration.seconds(1)
    /// The least time that an attempt has.
    private static let shortestAttempt = Duration.milliseconds(100)

    /// The stack of a thread that reads from a connection: librabbitmq decodes nested tables by recursion, and one frame can
    /// nest about 26,000 levels.
    static let threadStackSize = 32 * 1024 * 1024

    /// Connects to the first address that answers, logs in and opens the channel.
    ///
    /// Tries every IP address of every host, within ``ConnectionConfiguration/connectTimeout`` in total.
    ///
    /// - Parameters:
    ///   - socketGuard: makes the guard with which another thread can end the attempt.
    ///   - generation: the generation in the tags of this connection's deliveries.
    /// - Throws: one error that gives the reason for each address.
    static func open(
        _ configuration: ConnectionConfiguration,
        socketGuard: () -> SocketGuard = { SocketGuard() },
        generation: UInt64 = 1
    ) throws(RabbitMQError) -> Connection {
        let deadline = Deadline.after(configuration.connectTimeout)
        var failures: [(endpoint: Endpoint?, error: RabbitMQError)] = []
        for (index, address) in configuration.addresses.enumerated() {
            let hostDeadline = Deadline.after(deadline.remaining / (configuration.addresses.count - index))
            let ips: [String]
            do {
                ips = try configuration.resolver(address.host)
            } catch {
                failures.append((nil, error))
                continue
            }
            for (place, ip) in ips.enumerated() {
                let endpoint = Endpoint(address: address, ip: ip)
                let isLast = place == ips.count - 1 && index == configuration.addresses.count - 1
                let time = max(hostDeadline.remaining / (ips.count - place), shortestAttempt)
                do {
                    return try open(
                        endpoint,
                        configuration,
                        socketGuard(),
                        generation: generation,
                        until: .after(time),
                        connectingWithin: isLast ? time : min(time, longestConnect)
                    )
                } catch {
                    if error.code == .stopped { throw error }
                    failures.append((endpoint, error))
                }
            }
        }
        throw summary(of: failures)
    }

    /// One error for all attempts. Its code is that of the first answer from a broker, if there was one: that is more specific
    /// than an unreachable address.
    private static func summary(of failures: [(endpoint: Endpoint?, error: RabbitMQError)]) -> RabbitMQError {
        guard let last = failures.last else {
            return RabbitMQError(.invalidAddress, "No address of a broker is configured.")
        }
        guard failures.count > 1 else { return last.error }
        let mostSpecific = failures.first { ![.unreachable, .timedOut].contains($0.error.code) } ?? last
        let details = failures.map { endpoint, error in
            guard let endpoint, !error.detail.contains(endpoint.description) else { return error.detail }
            return "\(endpoint): \(error.detail)"
        }
        return RabbitMQError(
            mostSpecific.error.code,
            rawCode: mostSpecific.error.rawCode,
            details.joined(separator: " "),
            hint: mostSpecific.error.hint
        )
    }

    private static func open(
        _ endpoint: Endpoint,
        _ configuration: ConnectionConfiguration,
        _ socketGuard: SocketGuard,
        generation: UInt64,
        until deadline: Deadline,
        connectingWithin limit: Duration
    ) throws(RabbitMQError) -> Connection {
        let address = endpoint.address
        // A URI cannot contain these, but an address that was built from its fields can.
        guard address.virtualHost.utf8.count <= 255,
            ![address.host, address.virtualHost, address.username, address.password].contains(where: {
                $0.contains("\0")
            })
        else {
            throw RabbitMQError(.invalidAddress, "The virtual host is too long, or the address holds a zero byte.")
        }
        guard let state = amqp_new_connection() else { fatalError("out of memory") }
        // From here on the connection owns the state and frees it on every error.
        let connection = Connection(
            taking: state,
            socketGuard: socketGuard,
            endpoint: endpoint,
            callTimeout: configuration.callTimeout,
            generation: generation
        )
        if socketGuard.cause != nil {
            throw RabbitMQError(.stopped, "The connection was closed while it was being opened.")
        }
        let socket = try connection.makeSocket(configuration.tls)
        var timeout = limit.timeval
        let status = amqp_socket_open_noblock(socket, endpoint.ip, Int32(clamping: address.port), &timeout)
        if status != AMQP_STATUS_OK.rawValue {
            let shortage = DescriptorShortage(errno) ?? DescriptorShortage.now
            if let shortage { throw shortage.error("The broker at \(endpoint) cannot be reached") }
            let handshake = address.usesTLS ? TLSHandshake(endpoint, configuration.tls, socket) : nil
            throw handshake?.failure(status) ?? unreachable(endpoint, status)
        }
        guard socketGuard.attach(connection.socket) else {
            throw (DescriptorShortage(errno) ?? .ofProcess).error("The broker at \(endpoint) cannot be reached")
        }

        try connection.guarded { () throws(RabbitMQError) in
            try connection.logIn(configuration, socket, within: deadline.remaining)
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
            throw RabbitMQError(.tls, "TLS could not be initialised.")
        }
        // By default OpenSSL would allow TLS 1.0 and trust no authority.
        amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        amqp_ssl_socket_set_verify_peer(socket, tls.verifiesPeer ? 1 : 0)
        // librabbitmq's host name check does not know IP addresses. OpenSSL checks the name during the handshake.
        amqp_ssl_socket_set_verify_hostname(socket, 0)
        if tls.verifiesPeer && amqp_ssl_socket_set_cacert(socket, tls.certificateAuthorities) != 0 {
            throw RabbitMQError(.tls, "The certificate authorities in \(tls.certificateAuthorities) cannot be read.")
        }
        let handshake = TLSHandshake(endpoint, tls, socket)
        try handshake.prepare()
        if let client = tls.clientCertificate, amqp_ssl_socket_set_key(socket, client.chain, client.key) != 0 {
            throw handshake.unusable(client)
        }
        return socket
    }

    private func logIn(
        _ configuration: ConnectionConfiguration,
        _ socket: OpaquePointer,
        within limit: Duration
    ) throws(RabbitMQError) {
        var handshake = max(limit, Self.shortestAttempt).timeval
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
        if let error = RabbitMQError(reply, during: "logging in to \(endpoint)") {
            throw LoginFailure(endpoint, configuration, socket).explained(error, status: reply.library_error)
        }
        if amqp_get_frame_max(state) < Self.smallestFrameMax {
            throw RabbitMQError(
                .protocolViolation,
                "The broker at \(endpoint) requires a frame size below the minimum of AMQP."
            )
        }
    }

    /// Throws the error of the last RPC, if it failed.
    func check(_ activity: String) throws(RabbitMQError) {
        if let error = RabbitMQError(amqp_get_rpc_reply(state), during: activity) { throw error }
    }

    private static func unreachable(_ endpoint: Endpoint, _ status: Int32) -> RabbitMQError {
        var error = RabbitMQError(status: status, during: "connecting to \(endpoint)")
        guard error.code != .tls else { return error }
        error.code = .unreachable
        let why: String? =
            switch amqp_status_enum(status) {
            case AMQP_STATUS_SOCKET_ERROR: "nothing accepts the connection"
            case AMQP_STATUS_TIMEOUT: "it did not answer in time"
            default: nil
            }
        if let why { error.detail = "The broker at \(endpoint) cannot be reached: \(why)." }
        return error
    }
}

extension Duration {
    /// The duration in librabbitmq's representation.
    fileprivate var timeval: Glibc.timeval {
        Glibc.timeval(
            tv_sec: Int(wholeNanoseconds / 1_000_000_000),
            tv_usec: Int(wholeNanoseconds % 1_000_000_000) / 1_000
        )
    }

    /// The duration as AMQP's heartbeat: whole seconds, at least one unless it is zero.
    fileprivate var heartbeatSeconds: Int32 {
        self <= .zero ? 0 : Int32(max(1, min(wholeNanoseconds / 1_000_000_000, 65_535)))
    }
}
