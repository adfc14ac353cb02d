/// What judging a message yields.
public enum Verdict: Sendable {
    /// Every rule holds: the fact is to be recorded and told.
    case accepted(RecordedChange)
    /// The same message was accepted before: nothing is to be done.
    case duplicate
    /// A later revision is recorded, or this one under another message id: kept in the history, and nobody is told.
    case stale(Staleness)
    /// A correction or withdrawal that is valid by itself, and whose termination is not recorded yet: to be kept and
    /// judged again when it is.
    case held
    /// At least one violation, each once, in the order of the fields in the message contract.
    case rejected([Violation])
}

/// In which way a message comes too late to change anything.
public enum Staleness: Sendable, Equatable {
    /// Its revision is below the recorded one and was not made later: the messages changed places on their way.
    case overtaken
    /// Its revision is recorded, with the same content under another message id.
    case repeated
}
