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

    public init(ledger: Ledger, source: String, limits: MessageLimits) {
        self.ledger = ledger
        self.source = source
        self.limits = limits
        recorder = Recorder(ledger: ledger, source: source, limits: limits)
    }
}
