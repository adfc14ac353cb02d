/// What went wrong between this process and the broker.
///
/// The description is a full sentence and never holds a password, a message body or a header value.
/// Two errors are equal when code, raw code, detail and hint are.
public struct RabbitMQError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of trouble.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String

        /// The URI cannot be read.
        public static let invalidAddress = Code(description: "invalid-address")
        /// No address let us connect: name not known, refused, or no answer in time.
        public static let unreachable = Code(description: "unreachable")
        /// The broker does not accept the user name and password.
        public static let authenticationFailed = Code(description: "authentication-failed")
        /// The virtual host does not exist, or this user may not use it.
        public static let virtualHostRefused = Code(description: "virtual-host-refused")
        /// The TLS handshake or the check of the certificate failed.
        public static let tls = Code(description: "tls")
        /// 406: what exists differs from what was declared, a tag is unknown, a message is too large.
        public static let preconditionFailed = Code(description: "precondition-failed")
        /// 404: the queue or exchange does not exist.
        public static let notFound = Code(description: "not-found")
        /// 403: this user may not do that here.
        public static let accessRefused = Code(description: "access-refused")
        /// 405, or 403 for a queue that another consumer uses exclusively.
        public static let resourceLocked = Code(description: "resource-locked")
        /// A call did not end within its time limit.
        public static let timedOut = Code(description: "timed-out")
        /// The connection was closed by the broker or the network.
        public static let connectionClosed = Code(description: "connection-closed")
        /// The broker closed the channel for a reason without a code of its own here.
        public static let channelClosed = Code(description: "channel-closed")
        /// The broker cancelled the consumer: the queue was deleted, or its leader moved.
        public static let consumerCancelled = Code(description: "consumer-cancelled")
        /// Nothing was heard from the broker for two heartbeats.
        public static let heartbeatMissed = Code(description: "heartbeat-missed")
        /// The other side does not speak AMQP 0-9-1 as it should.
        public static let protocolViolation = Code(description: "protocol-violation")
        /// This message cannot be put into AMQP frames: a name over 255 bytes, headers over a frame.
        public static let invalidMessage = Code(description: "invalid-message")
        /// The consumer or publisher was stopped.
        public static let stopped = Code(description: "stopped")
    }

    public var code: Code
    /// The AMQP reply code (200–599) when the broker said it, librabbitmq's negative status when the
    /// library said it, 0 when neither did.
    public var rawCode: Int
    /// What happened, as a sentence.
    public var detail: String
    /// What helps against just this, where that is known better than from the code alone.
    private let advice: String?

    public init(_ code: Code, rawCode: Int = 0, _ detail: String, hint: String? = nil) {
        self.code = code
        self.rawCode = rawCode
        self.detail = detail
        advice = hint
    }

    /// Whether the same attempt can succeed later without anybody changing anything.
    public var isRetriable: Bool {
        let lasting: Set<Code> = [
            .invalidAddress, .authenticationFailed, .virtualHostRefused, .tls, .preconditionFailed, .notFound,
            .accessRefused, .invalidMessage, .stopped,
        ]
        return !lasting.contains(code)
    }

    /// Whether one message alone can be why the broker, or the library, ended a channel or a connection like this.
    ///
    /// The broker's codes 311 to 313, 402 to 406 and 501 to 541 (AMQP 0-9-1, 1.2) are given for what a client has sent;
    /// 320 says that somebody closed the connection on purpose. What broke without a word was the network or the broker.
    var concernsMessage: Bool { code == .invalidMessage || rawCode >= 300 && rawCode != 320 }

    /// What else is refused where this was the answer to one message.
    public enum Reach: Sendable {
        /// Nothing that is known.
        case message
        /// Every message with the same exchange and routing key: a topic permission.
        case routingKey
        /// Every message for the same exchange, which is missing, or which the user may not write to.
        case exchange
    }

    /// How far an answer to one message reaches. RabbitMQ's text alone tells a permission on the exchange from one on
    /// the topic.
    public var reach: Reach {
        switch code {
        case .notFound where detail.contains("no exchange"): .exchange
        case .accessRefused where detail.contains("access to topic"): .routingKey
        case .accessRefused where detail.contains("access to exchange"): .exchange
        default: .message
        }
    }

    public var description: String { detail }

    /// What the person who reads this must do, if anything helps.
    public var hint: String? {
        if let advice { return advice }
        return switch code {
        case .invalidAddress:
            "Write it as amqp://user:password@host:port/virtual-host, and percent-encode what is special in user, password and "
                + "virtual host: %25 for %, %40 for @, %2F for /, %3A for :, %23 for #, %3F for ?, %2C for a comma."
        case .unreachable: "Check that the broker runs, and that host, port and firewall let this machine reach it."
        case .authenticationFailed:
            "Check the user and password; \"guest\" may only log in from the broker's own machine."
        case .virtualHostRefused:
            "Create the virtual host, or give the user permissions on it (rabbitmqctl set_permissions)."
        case .tls: "Check the CA file, the certificate's dates, and that it names the host as the address does."
        case .preconditionFailed:
            "Make the declaration equal to what exists, or delete what exists and declare it anew."
        case .notFound: "Declare the queue or exchange first, or correct its name."
        case .accessRefused: "Give the user the configure, write or read permission that is missing."
        case .resourceLocked: "Another connection holds the queue exclusively: wait for it, or stop it."
        case .invalidMessage: "Shorten the names or headers of the message."
        default: nil
        }
    }
}
