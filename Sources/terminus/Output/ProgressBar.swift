/// Does work and shows its progress.
func withProgressBar<Result>(
    countsBytes: Bool = false,
    _ work: ((_ done: Int, _ total: Int) -> Void) throws -> Result
) rethrows -> Result {
    var bar: ProgressBar?
    defer { bar?.finish() }
    return try work { done, total in
        if bar == nil { bar = ProgressBar(total: total, countsBytes: countsBytes) }
        bar?.advance(to: done)
    }
}

/// Shows how far long work is, on standard error and only on a terminal.
struct ProgressBar {
    let total: Int
    let isShown: Bool
    private let started = ContinuousClock.now
    /// Whether bytes are counted.
    private let isBytes: Bool
    /// Nil while nothing is drawn: work that is done at once needs no bar.
    private var lastDrawn: ContinuousClock.Instant?

    init(total: Int, countsBytes: Bool = false, isShown: Bool = Console.errorIsTerminal) {
        isBytes = countsBytes
        self.total = total
        self.isShown = isShown && total > 1
    }

    mutating func advance(to done: Int) {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard let lastDrawn else {
            if now - started >= .milliseconds(500) { draw(done, at: now) }
            return
        }
        if now - lastDrawn >= .milliseconds(100) || done == total { draw(done, at: now) }
    }

    private mutating func draw(_ done: Int, at now: ContinuousClock.Instant) {
        lastDrawn = now
        let width = 30
        let share = total <= 0 ? 1 : min(max(Double(done) / Double(total), 0), 1)
        let filled = Int(share * Double(width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let seconds = max((now - started) / .seconds(1), 0.001)
        let rate = Double(done) / seconds
        let figures =
            isBytes
            ? "\(Self.mebibytes(Double(done)))/\(Self.mebibytes(Double(total))) MiB  \(Self.mebibytes(rate)) MiB/s"
            : "\(Count.text(done))/\(Count.text(total))  \(Count.text(Int(rate)))/s"
        Console.noteInline("\r\(bar) \(figures) ")
    }

    /// Ends the line of the bar.
    func finish() {
        if lastDrawn != nil { Console.noteInline("\n") }
    }

    private static func mebibytes(_ bytes: Double) -> String {
        let tenths = Int((bytes / 1_048_576 * 10).rounded())
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : Count.text(tenths / 10)
    }
}
