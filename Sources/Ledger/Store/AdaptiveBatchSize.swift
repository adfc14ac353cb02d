/// How much of long work goes into one transaction: what takes about a twentieth of a second on this machine, since other
/// processes wait for the write lock meanwhile.
public struct AdaptiveBatchSize: Equatable, Sendable {
    /// Each transaction has a cost of its own: smaller ones would make a slow disk slower.
    public static let least = 100
    static let aim = Duration.milliseconds(50)

    public let most: Int
    public private(set) var size: Int

    /// The first one is small: nothing is known yet of how long it takes.
    public init(most: Int) {
        self.most = most
        size = min(200, most)
    }

    /// Adapts the size to a transaction that did so much and held the write lock so long.
    public mutating func observe(_ done: Int, took: Duration) {
        guard done >= Self.least, took > .zero else { return }
        let fitting = Double(done) * (Self.aim / took)
        // At most double: one that was quick by chance must not make the next one long.
        size = Int(min(max(fitting, Double(Self.least)), Double(most), Double(size * 2)))
    }
}
