/// How many messages of an import are recorded in one transaction: what takes about a twentieth of a second, for which a worker
/// beside it waits, whatever the machine's speed.
struct ImportPace: Equatable {
    /// More gain nothing.
    static let most = 3000
    /// Each transaction costs something by itself: fewer would make a slow disk slower.
    static let fewest = 100
    static let aim = Duration.milliseconds(50)

    private(set) var messages = 1000

    /// Learns from a transaction: how long it had the ledger for itself.
    mutating func learn(_ recorded: Int, took: Duration) {
        guard recorded >= Self.fewest, took > .zero else { return }
        let fitting = Double(recorded) * (Self.aim / took)
        // No further than double at once, so that one that was quick by chance does not make the next one long.
        messages = Int(min(max(fitting, Double(Self.fewest)), Double(Self.most), Double(messages * 2)))
    }
}
