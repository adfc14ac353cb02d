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
