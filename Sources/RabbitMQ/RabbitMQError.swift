/// An error between this process and the broker.
///
/// The description is a full sentence and never contains a password, a message body or a header value. Two errors are equal
/// if code, raw code, detail and hint are equal.
public struct RabbitMQError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String

        /// The URI cannot be parsed.
        public static let invalidAddress = Code(description: "invalid-address")
        /// No address accepted the connection: unknown name, refused, or no answer in time.
        public static let unreachable = Code(description: "unreachable")
        /// The broker does not accept the user name and password.
        public static let authenticationFailed = Code(description: "authentication-failed")
        /// The virtual host does not exist, or the user may not access it.
        public static let virtualHostRefused = Code(description: "virtual-host-refused")
        /// The TLS handshake or the verification of the certificate failed.
        public static let tls = Code(description: "tls")
        /// 406: an existing object differs from its declaration, a tag is unknown, or a message is too large.
        public static let preconditionFailed = Code(description: "precondition-failed")
        /// 404: the queue or exchange does not exist.
        public static let notFound = Code(description: "not-found")
        /// 403: the user has no permission.
        public static let accessRefused = Code(description: "access-refused")
        /// 405, or 403 for a queue that another consumer uses exclusively.
        public static let resourceLocked = Code(description: "resource-locked")
        /// A call did not end within its time limit.
        public static let timedOut = Code(description: "timed-out")
        /// The connection was closed by the broker or the network.
        public static let connectionClosed = Code(description: "connection-closed")
        /// The broker closed the channel for a reason that has no code here.
        public static let channelClosed = Code(description: "channel-closed")
        /// The broker cancelled the consumer: the queue was deleted, or its leader moved.
        public static let consumerCancelled = Code(description: "consumer-cancelled")
        /// The broker sent nothing for two heartbeats.
        public static let heartbeatMissed = Code(description: "heartbeat-missed")
        /// The other side violates AMQP 0-9-1.
        public static let protocolViolation = Code(description: "protocol-violation")
        /// The message cannot be encoded in AMQP frames: a name above 255 bytes, or headers above a frame.
        public static let invalidMessage = Code(description: "invalid-message")
        /// The consumer or publisher was stopped.
        public static let stopped = Code(description: "stopped")
    }

    public var code: Code
    /// The AMQP reply code (200–599) of an error from the broker, librabbitmq's negative status of an error from the library,
    /// otherwise 0.
    public var rawCode: Int
    /// What happened, as a sentence.
    public var detail: String
    /// A remedy for this particular error, if it is more specific than the one for the code.
    private let advice: String?

    public init(_ code: Code, rawCode: Int = 0, _ detail: String, hint: String? = nil) {
        self.code = code
        self.rawCode = rawCode
        self.detail = detail
        advice = hint
    }

    /// Whether the same attempt can succeed later without a change by a person.
    public var isRetriable: Bool {
        let permanent: Set<Code> = [
            .invalidAddress, .authenticationFailed, .virtualHostRefused, .tls, .preconditionFailed, .notFound,
            .accessRefused, .invalidMessage, .stopped,
        ]
        return !permanent.contains(code)
    }

    /// Whether a single message can be the reason why the broker or the library ended the channel or the connection.
    ///
    /// The broker uses the codes 311 to 313, 402 to 406 and 501 to 541 (AMQP 0-9-1, 1.2) for errors in what the client has
    /// sent. 320 means that an operator closed the connection. An end without a code comes from the network or the broker.
    var concernsMessage: Bool { code == .invalidMessage || rawCode >= 300 && rawCode != 320 }

    /// Which other messages get the same error.
    public enum Reach: Sendable {
        /// No other message, as far as is known.
        case message
        /// Every message with the same exchange and routing key, because a topic permission is missing.
        case routingKey
        /// Every message for the same exchange, which does not exist or which the user may not write to.
        case exchange
    }

    /// Which other messages get the same error. Only RabbitMQ's text distinguishes a permission on the exchange from one on
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

    /// What the reader can do about the error, if anything.
    public var hint: String? {
        if let advice { return advice }
        return switch code {
        case .invalidAddress:
            "Write it as amqp://user:password@host:port/virtual-host, and percent-encode special characters in user, "
                + "password and virtual host: %25 for %, %40 for @, %2F for /, %3A for :, %23 for #, "
                + "%3F for ?, %2C for a comma."
        case .unreachable: "Check that the broker runs, that host and port are right, and that no firewall blocks it."
        case .authenticationFailed:
            "Check the user and password. \"guest\" may log in only from the broker's own machine."
        case .virtualHostRefused:
            "Create the virtual host, or give the user permissions on it (rabbitmqctl set_permissions)."
        case .tls: "Check the CA file, the certificate's dates, and that it names the host as the address does."
        case .preconditionFailed:
            "Make the declaration equal to the existing object, or delete the object and declare it again."
        case .notFound: "Declare the queue or exchange first, or correct its name."
        case .accessRefused: "Grant the user the missing configure, write or read permission."
        case .resourceLocked: "Another connection uses the queue exclusively: wait for it, or stop it."
        case .invalidMessage: "Shorten the names or headers of the message."
        default: nil
        }
    }
}
