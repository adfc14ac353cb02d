/// Shows how far long work is, on standard error and only on a terminal.
struct ProgressBar {
    let total: Int
    let isShown: Bool
    private let started = ContinuousClock.now
    private var lastDrawn = ContinuousClock.now - .seconds(1)

    init(total: Int, isShown: Bool = Console.errorIsTerminal) {
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
        Console.noteInline("\r\(bar) \(done)/\(total)  \(Int(Double(done) / seconds))/s ")
    }

    /// Ends the line of the bar.
    func finish() {
        if isShown { Console.noteInline("\n") }
    }
}
