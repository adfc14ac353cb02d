/// Judges messages by one version of the settings. Pure: the same question has the same answer.
public struct Judge: Sendable {
    public let settings: SettingsVersion

    public init(settings: SettingsVersion) {
        self.settings = settings
    }

    /// The verdict on a message, given what the ledger knows about its ids.
    ///
    /// A message whose content was accepted before is a duplicate before any other rule, whatever the settings say
    /// now. Otherwise all violations of form, settings and history are reported together.
    public func judge(_ reading: Reading, history: History) -> Verdict {
        fatalError("in work")
    }
}
