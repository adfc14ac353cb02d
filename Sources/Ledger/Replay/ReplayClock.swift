/// At which instant the settings' dated rules are judged when a message is judged again.
public enum ReplayClock: String, Sendable, CaseIterable {
    /// When the termination was made, as on arrival.
    case occurred
    /// When it is replayed: a rule or a reason that is dated later than the termination counts.
    case now
}
