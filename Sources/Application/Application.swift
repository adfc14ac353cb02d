public import Ledger
public import Terminations

/// Every action that a person or a program can ask for, over one ledger.
///
/// An action is a type that holds the question. `plan` reads, and returns what would happen. `execute` of the plan does
/// exactly that. A plan holds ids with versions and the settings version that it is based on: what has changed meanwhile
/// is reported, never overridden. The command line, the console and the HTTP API call the same actions.
public struct Application {
    public let ledger: Ledger
    /// Judges with the limits, and records with the source, that the worker has.
    public let recorder: Recorder
    /// The CloudEvents `source` of the events.
    let source: String
    /// Of the messages that are judged.
    let limits: MessageLimits
    let lockWait: LockWait

    public init(ledger: Ledger, source: String, limits: MessageLimits, lockWait: LockWait = .patient) {
        self.ledger = ledger
        self.source = source
        self.limits = limits
        self.lockWait = lockWait
        recorder = Recorder(ledger: ledger, source: source, limits: limits)
    }

    /// The same for work that nobody waits for.
    var patient: Application { Application(ledger: ledger, source: source, limits: limits) }
}

/// How long an action waits while another process holds the ledger's write lock.
public struct LockWait: Sendable {
    /// Before the first change. An action that gives up then has changed nothing.
    public let toBegin: Duration
    /// Before each further transaction of an action that has begun.
    public let toContinue: Duration

    /// For commands and for work in the background.
    public static let patient = LockWait(toBegin: .seconds(60), toContinue: .seconds(60))
    /// For a request whose answer somebody waits for: it keeps a thread, and a reverse proxy gives up after a minute.
    public static let brief = LockWait(toBegin: .seconds(5), toContinue: .seconds(60))
}
