import Ledger
import Synchronization
import Threads

/// Replays, changes and long dry runs of dead letters that continue after their request was answered, each on a thread of its
/// own.
///
/// Guarantees:
/// - Who starts a job hears its number, or why it did not begin.
/// - At shutdown each job ends after the batch that it records. What is left of it can be resumed or undone, as after a kill.
final class RunningJobs: Sendable {
    /// What a job has become in the ledger: the number of a replay, or of an action on dead letters. A dry run becomes nothing
    /// there, and is found by its id.
    enum Name: Hashable, Sendable {
        case replay(Int64)
        case action(Int64)
        case dryRun(String)

        /// As the store keeps it; nil for a dry run, which ends with its process.
        var text: String? {
            switch self {
            case .replay(let number): "replay:\(number)"
            case .action(let number): "action:\(number)"
            case .dryRun: nil
            }
        }

        init?(text: String) {
            let parts = text.split(separator: ":")
            guard parts.count == 2, let number = Int64(parts[1]) else { return nil }
            switch parts[0] {
            case "replay": self = .replay(number)
            case "action": self = .action(number)
            default: return nil
            }
        }
    }

    /// What the person who confirmed the job is told.
    enum Start: Sendable {
        case began(Name)
        /// It is at its end, and nothing was changed.
        case nothing
        /// What was confirmed is not what there is now. Nothing was done.
        case changed
        case failed(any Error)
    }

    /// Why a job ended before everything was done.
    enum Interruption: Sendable {
        case stopped
        case canaryRefused
        case failed(any Error)
    }

    /// One piece of work, seen from its own thread.
    final class Job: Sendable {
        let stop = StopRequest()
        fileprivate let start = Monitor<Start?>(nil)
        fileprivate let hasEnded = Monitor(false)
        private let jobs: RunningJobs

        fileprivate init(_ jobs: RunningJobs) { self.jobs = jobs }

        /// From now on the job has its number. Its page takes over.
        ///
        /// - Parameter earlier: what the job has done before, and what leads on to this.
        func began(_ name: Name, after earlier: Name? = nil) {
            jobs.state.withLock { state in
                state.named[name] = self
                state.interruptions[name] = nil
                if let earlier { state.followers[earlier] = name }
            }
            start.change { if $0 == nil { $0 = .began(name) } }
        }

        /// - Parameter action: nil where nothing was changed.
        func ended(_ action: DeadLetterAction?, isComplete: Bool) {
            if let action { ended(.action(action.number), because: isComplete ? nil : .stopped) }
        }

        func ended(_ name: Name, because interruption: Interruption?) {
            let isEnding = jobs.state.withLock { $0.isEnding }
            // One that the end of the console, or a failure, has interrupted is to be continued.
            switch interruption {
            case nil, .canaryRefused?: jobs.onEnd(name)
            case .stopped?: if !isEnding { jobs.onEnd(name) }
            case .failed?: break
            }
            jobs.state.withLock { state in
                if state.named[name] === self { state.named[name] = nil }
                state.keep(interruption, of: name)
            }
        }
    }

    private struct State {
        var running: [ObjectIdentifier: Job] = [:]
        var named: [Name: Job] = [:]
        var interruptions: [Name: Interruption] = [:]
        /// What the job of a name went on with.
        var followers: [Name: Name] = [:]
        var isEnding = false

        mutating func keep(_ interruption: Interruption?, of name: Name) {
            if interruptions.count >= RunningJobs.kept { interruptions.removeAll() }
            interruptions[name] = interruption
        }
    }

    /// How many endings are remembered.
    private static let kept = 10_000
    /// How long the answer waits for a job's end, so that a short one is over when its page is shown.
    private static let patience = Duration.milliseconds(700)

    let dryRuns = DryRuns()
    /// Called where a job is complete, or was ended on purpose.
    private let onEnd: @Sendable (Name) -> Void
    private let state = Mutex(State())

    init(onEnd: @escaping @Sendable (Name) -> Void = { _ in }) { self.onEnd = onEnd }

    /// Runs the work on a thread of its own, and returns when it has a number or is at its end.
    ///
    /// - Parameters:
    ///   - name: where it has its number from the start. What runs under it already is not run again.
    ///   - work: calls ``Job/began(_:after:)``; what it returns counts where it has not.
    func run(as name: Name? = nil, _ work: @escaping @Sendable (Job) throws -> Start) -> Start {
        let job = Job(self)
        let isFirst: Bool? = state.withLock { state in
            if let name, state.named[name] != nil { return false }
            guard !state.isEnding else { return nil }
            state.running[ObjectIdentifier(job)] = job
            if let name { state.named[name] = job }
            return true
        }
        guard let isFirst else { return .failed(ConsoleError(description: "The console is stopping.", hint: "")) }
        if let name, !isFirst { return .began(name) }
        DedicatedThread.start(name: "console-job", stackSize: 8 << 20) { [self] in
            let end: Start
            do {
                end = try work(job)
            } catch {
                end = .failed(error)
            }
            state.withLock { state in
                state.running[ObjectIdentifier(job)] = nil
                for name in state.named.filter({ $0.value === job }).keys {
                    state.named[name] = nil
                    if case .failed(let error) = end { state.keep(.failed(error), of: name) }
                }
            }
            job.start.change { if $0 == nil { $0 = end } }
            job.hasEnded.change { $0 = true }
        }
        let start = job.start.wait(until: .never) { $0 } ?? .nothing
        guard case .began(let name) = start else { return start }
        _ = job.hasEnded.wait(until: .after(Self.patience)) { $0 ? true : nil }
        return .began(follower(of: name) ?? name)
    }

    func isRunning(_ name: Name) -> Bool { state.withLock { $0.named[name] != nil } }

    /// What its job went on with in this process: the replay of what an action has edited.
    func follower(of name: Name) -> Name? { state.withLock { $0.followers[name] } }

    /// Why this process ended it early; nil where it did not.
    func interruption(of name: Name) -> Interruption? { state.withLock { $0.interruptions[name] } }

    /// Ends a job after the batch that it records, and waits for that.
    ///
    /// - Returns: whether it runs in this process.
    func stop(_ name: Name) -> Bool {
        guard let job = state.withLock({ $0.named[name] }) else { return false }
        job.stop.make()
        _ = job.hasEnded.wait(until: .after(.seconds(5))) { $0 ? true : nil }
        return true
    }

    /// Ends all jobs, and lets no other begin.
    func stopAll() {
        let jobs = state.withLock { state in
            state.isEnding = true
            return Array(state.running.values)
        }
        for job in jobs { job.stop.make() }
    }

    /// Blocks until all jobs have ended, or the time is over.
    func waitForAll(atMost limit: Duration) {
        let deadline = Deadline.after(limit)
        for job in state.withLock({ Array($0.running.values) }) {
            _ = job.hasEnded.wait(until: deadline) { $0 ? true : nil }
        }
    }
}
