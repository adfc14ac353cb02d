/// Where a message comes from, which decides who is told of it.
enum MessageSource {
    case received
    case imported(run: Int64, tellsEvents: Bool)

    var tellsEvents: Bool {
        switch self {
        case .received: true
        case .imported(_, let tellsEvents): tellsEvents
        }
    }

    var importRun: Int64? {
        switch self {
        case .received: nil
        case .imported(let run, _): run
        }
    }

    /// Of what subscribers were told they are told whatever follows, or else they would keep what holds no longer.
    func telling(ifTold judged: Batch.Judgement) -> MessageSource {
        switch self {
        case .received: self
        case .imported(let run, let tellsEvents):
            .imported(run: run, tellsEvents: tellsEvents || judged.termination?.isTold ?? false)
        }
    }
}

extension Batch {
    /// Writes what comes from `origin`; what is written afterwards comes from the broker again.
    mutating func from<Result>(_ origin: MessageSource, _ write: (inout Batch) throws -> Result) rethrows -> Result {
        self.origin = origin
        defer { self.origin = .received }
        return try write(&self)
    }
}
