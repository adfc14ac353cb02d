extension Settings {
    /// The smallest number of days for which messages must be kept: a message may be so many days late by these settings,
    /// and wait for its termination besides. What is younger may still be replayed or corrected.
    public var shortestRetentionDays: Int {
        let waiting = heldFor.components
        let days = Int(waiting.seconds / 86_400)
        let hasRest = waiting.seconds % 86_400 != 0 || waiting.attoseconds != 0
        return maxBackdatingDays + days + (hasRest ? 1 : 0)
    }
}
