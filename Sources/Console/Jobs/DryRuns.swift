import Application
import Ledger
import Synchronization
import Terminations

/// Dry runs of more dead letters than a page waits for, with what they have found so far.
///
/// Guarantees:
/// - A dry run changes nothing. At most ``mostRunning`` run at once, since each takes turns with the worker.
/// - What one has found is kept for ``kept`` after its end, of the last ``mostKept``. It ends with the process.
final class DryRuns: Sendable {
    static let mostRunning = 2
    static let mostKept = 20
    static let kept = Duration.seconds(3600)

    struct Entry: Sendable {
        let id: String
        /// The selection and the options, as the form said them.
        let fields: Fields
        let startedBy: String
        let startedAt: Instant
        /// Of the plan: the ids with their versions, the settings and the options. A replay is confirmed by it.
        let digest: String
        let total: Int
        let causes: [DeadLetterGroup]
        fileprivate(set) var found: DryRun?
        /// Nil while it runs.
        fileprivate(set) var ending: Ending?

        var judged: Int { found?.judged ?? 0 }
    }

    enum Ending: Sendable {
        case complete
        case stopped
        case failed(any Error)
    }

    private struct State {
        /// The earliest first.
        var entries: [Entry] = []
        var ends: [String: ContinuousClock.Instant] = [:]

        mutating func forget(at now: ContinuousClock.Instant) {
            let ended = entries.filter { $0.ending != nil }.map(\.id)
            let old = ended.filter { id in ends[id].map { now - $0 >= DryRuns.kept } ?? false }
            let gone = Set(old).union(ended.dropLast(DryRuns.mostKept))
            entries.removeAll { gone.contains($0.id) }
            for id in gone { ends[id] = nil }
        }
    }

    private let state = Mutex(State())

    /// What begins a dry run has found.
    enum Start {
        case added
        /// The same person has asked for the same already, and nothing has changed since: it runs, or was complete.
        case same(id: String)
        case tooMany
    }

    func add(_ entry: Entry, at now: ContinuousClock.Instant = .now) -> Start {
        state.withLock { state in
            state.forget(at: now)
            let same = state.entries.last { other in
                guard other.digest == entry.digest, other.startedBy == entry.startedBy, other.fields == entry.fields
                else { return false }
                return switch other.ending {
                case nil, .complete?: true
                case .stopped?, .failed?: false
                }
            }
            if let same { return .same(id: same.id) }
            guard state.entries.count(where: { $0.ending == nil }) < Self.mostRunning else { return .tooMany }
            state.entries.append(entry)
            return .added
        }
    }

    func found(_ dryRun: DryRun, by id: String) {
        state.withLock { state in
            guard let index = state.entries.firstIndex(where: { $0.id == id }) else { return }
            state.entries[index].found = dryRun
        }
    }

    func ended(_ id: String, _ ending: Ending, at now: ContinuousClock.Instant = .now) {
        state.withLock { state in
            guard let index = state.entries.firstIndex(where: { $0.id == id }) else { return }
            state.entries[index].ending = ending
            state.ends[id] = now
        }
    }

    /// Nil where there is none, or it is not kept any more.
    func entry(_ id: String, at now: ContinuousClock.Instant = .now) -> Entry? {
        state.withLock { state in
            state.forget(at: now)
            return state.entries.first { $0.id == id }
        }
    }

    /// The latest first.
    func all(at now: ContinuousClock.Instant = .now) -> [Entry] {
        state.withLock { state in
            state.forget(at: now)
            return state.entries.reversed()
        }
    }
}
