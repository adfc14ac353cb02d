import Terminations

extension Batch {
    /// Closes the open dead letters of a message id that is accepted now: the settings changed, or the CRM mended the
    /// message under the same id.
    func resolveDeadLetters(ofMessage id: String, by revision: Int64) throws {
        try statements.resolveDeadLetters.execute {
            $0.integer(recordedAt.milliseconds)
            $0.integer(revision)
            $0.text(id)
        }
    }
}
