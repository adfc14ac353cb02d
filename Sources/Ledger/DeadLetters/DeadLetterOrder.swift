/// In which order dead letters are listed. Each has an index, so that a page costs the same wherever it lies.
public enum DeadLetterOrder: String, Sendable, CaseIterable {
    /// The one that was received last comes first.
    case newest
    /// The one that was received first comes first.
    case oldest
    /// The one that came again last comes first.
    case lastSeen
}
