/// Who changes something, and by which way.
///
/// Both are kept with each change: in the audit trail, in the history of the settings, and with each run.
public struct Actor: Sendable, Equatable {
    /// The way by which a change came in.
    public enum Way: Sendable, Equatable {
        /// The command line.
        case cli
        /// The pages of the console.
        case console
        /// The HTTP API, by the token of this name.
        case api(token: String)
        /// The worker itself.
        case worker

        /// As the ledger keeps it and JSON says it: `cli`, `console`, `api:NAME`, `worker`.
        public var text: String {
            switch self {
            case .cli: "cli"
            case .console: "console"
            case .api(let token): "api:\(token)"
            case .worker: "worker"
            }
        }

        /// Reads ``text``; nil for any other text.
        public init?(text: String) {
            switch text {
            case "cli": self = .cli
            case "console": self = .console
            case "worker": self = .worker
            default:
                guard text.hasPrefix("api:"), text.count > 4 else { return nil }
                self = .api(token: String(text.dropFirst(4)))
            }
        }

        /// Reads ``text`` in a row.
        init(stored text: String?) throws {
            guard let way = text.flatMap(Way.init(text:)) else {
                throw LedgerError(.damaged, "A change came in by a way that this version does not know.")
            }
            self = way
        }
    }

    /// The name of a person, or `terminus` for the worker.
    public let name: String
    public let way: Way

    public init(_ name: String, by way: Way) {
        self.name = name
        self.way = way
    }

    /// The worker itself.
    public static let worker = Actor("terminus", by: .worker)

    /// Of what is rolled back.
    static let preview = Actor("preview", by: .worker)
}
