/// What a person can do about an error. The interface words it: the command line as a command, the console as a link.
public enum Remedy: Sendable, Equatable {
    // Dead letters
    /// Continues an interrupted replay.
    case resumeReplay(number: Int64)

    // Settings
    /// Restores a retired or merged reason.
    case restoreReason(code: String)
}
