public import Ledger
public import Terminations

/// What would become of the open dead letters if a document were the current settings and they were replayed.
///
/// Found out by the code that would record it, as in ``ReplayForecast``. Changes nothing.
public struct SettingsForecast: Sendable {
    /// Letters that are judged at once, under the ledger's write lock.
    static let batchSize = 1000

    public private(set) var tally = ReplayTally()

    /// - Parameter onProgress: told how many letters were judged so far.
    public init(
        of document: SettingsDocument,
        in ledger: Ledger,
        with recorder: Recorder,
        onProgress: (Int) -> Void = { _ in }
    ) throws(LedgerError) {
        let filter = DeadLetterFilter(states: [.open])
        var last: String?
        while true {
            let page = try ledger.deadLetters(
                matching: filter,
                order: .oldest,
                after: last,
                limit: SettingsForecast.batchSize
            )
            guard let end = page.last else { break }
            tally.add(
                try takingTurns { () throws(LedgerError) in
                    try recorder.previewReplay(page.map(\.id), under: document, at: .now)
                }
            )
            last = end.id
            onProgress(tally.counts.total)
        }
    }
}
