/// Shows how far long work is, on standard error and only on a terminal.
struct ProgressBar {
    let total: Int
    let isShown: Bool
    private let started = ContinuousClock.now
    /// Whether bytes are counted.
    private let isBytes: Bool
    private var lastDrawn = ContinuousClock.now - .seconds(1)

    init(total: Int, countsBytes: Bool = false, isShown: Bool = Console.errorIsTerminal) {
        isBytes = countsBytes
        self.total = total
        self.isShown = isShown && total > 1
    }

    mutating func advance(to done: Int) {
        guard isShown, ContinuousClock.now - lastDrawn >= .milliseconds(100) || done == total else { return }
        lastDrawn = .now
        let width = 30
        let filled = total == 0 ? width : done * width / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let seconds = max((ContinuousClock.now - started) / .seconds(1), 0.001)
        let rate = Double(done) / seconds
        let figures =
            isBytes
            ? "\(done / 1_048_576)/\(total / 1_048_576) MiB  \(Int(rate / 1_048_576)) MiB/s"
            : "\(done)/\(total)  \(Int(rate))/s"
        Console.noteInline("\r\(bar) \(figures) ")
    }

    /// Ends the line of the bar.
    func finish() {
        if isShown { Console.noteInline("\n") }
    }
}
