/// How much of long work on a ledger goes into one transaction: what takes about a twentieth of a second, whatever the
/// machine's speed, since whoever else records at the same time waits for it.
package struct AdaptiveBatchSize: Equatable {
    /// Each transaction costs something by itself: less would make a slow disk slower.
    static let least = 100
    static let aim = Duration.milliseconds(50)

    let most: Int
    package private(set) var size: Int

    /// The first is small: nothing is known yet of how long it takes.
    package init(most: Int) {
        self.most = most
        size = min(200, most)
    }

    /// Learns from a transaction: how long it had the ledger for itself.
    package mutating func learn(_ done: Int, took: Duration) {
        guard done >= Self.least, took > .zero else { return }
        let fitting = Double(done) * (Self.aim / took)
        // No further than double at once, so that one that was quick by chance does not make the next one long.
        size = Int(min(max(fitting, Double(Self.least)), Double(most), Double(size * 2)))
    }
}
