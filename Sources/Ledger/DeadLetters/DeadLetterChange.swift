/// What became of a change that somebody asked for.
public enum DeadLetterChange: Sendable, Equatable {
    /// It is made, and stands in the audit trail.
    case changed
    /// Nothing is changed: the letter is not in a state that allows it, because somebody else was first or because it
    /// never was.
    case refused(state: DeadLetter.State)
    /// Nothing is changed: somebody has changed the letter since the caller looked at it.
    case changedMeanwhile
    /// There is no such dead letter.
    case unknown
    /// Nothing is changed: the patch cannot be applied to this message; the text says why, without any of its values.
    case unpatchable(String)
}
