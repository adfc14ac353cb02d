/// What judging a message yields.
public enum Verdict: Sendable {
    /// Every rule holds: the termination is to be recorded and told.
    case accepted(Termination)
    /// The same message was accepted before: nothing is to be done.
    case duplicate
    /// A later revision is recorded, or this one under another message id: nothing is to be done.
    case stale
    /// At least one violation, each once, in the order of the fields in the message contract.
    case rejected([Violation])
}
