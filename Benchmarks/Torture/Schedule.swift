import SplitMix
import Worker

/// When each fault is injected: after a number of published messages, not at a time, so that a seed reproduces it.
struct Schedule {
    struct Entry {
        /// Injected after so many published messages.
        var at: Int
        var fault: Fault
    }

    let entries: [Entry]

    /// - Parameter lockSeconds: how long another process holds the ledger's write lock.
    init(seed: Int, messages: Int, faults: Int, cluster: Bool, lockSeconds: Int) {
        var random = SplitMix64(runSeed: seed)
        let kinds = cluster ? Kind.cluster : Kind.single
        // Each kind once if there are enough faults, then random kinds by weight.
        var drawn = kinds.map(\.kind).shuffled(using: &random)
        let weights = kinds.reduce(0) { $0 + $1.weight }
        while drawn.count < faults {
            var point = Int.random(in: 0..<weights, using: &random)
            let kind = kinds.first { kind in
                point -= kind.weight
                return point < 0
            }
            if let kind { drawn.append(kind.kind) }
        }
        let order = drawn.prefix(faults).shuffled(using: &random)
        let distance = Double(messages) / Double(faults + 1)
        entries = order.enumerated().map { index, kind in
            let shift = Double.random(in: -0.3...0.3, using: &random)
            let at = Int((Double(index + 1) + shift) * distance)
            let fault = kind.fault(distance: max(Int(distance), 1), lockSeconds: lockSeconds, using: &random)
            return Entry(at: min(max(at, 1), messages), fault: fault)
        }
    }

    var counts: [(kind: String, count: Int)] {
        Dictionary(grouping: entries, by: \.fault.kind).map { ($0.key, $0.value.count) }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    /// The schedule as text, one line a fault.
    var lines: [String] {
        entries.enumerated().map { index, entry in
            let details = entry.fault.details
            return "\(index + 1)\tat message \(entry.at)\t\(entry.fault.kind)" + (details.isEmpty ? "" : ", \(details)")
        }
    }
}

/// A kind of fault without parameters.
private enum Kind {
    case kill, terminate, poisonMessage, stopBroker, killBroker, cut, stall, slow, halfClose, fillDisk, readOnly, lock
    case alarm, deleteEvents, deleteIntake, killLeader, killNode, stopNode
    case crash(CrashPoint.Step)
    case replaceLedger(LedgerLoss)

    /// The weights favour quick faults: a broker needs about ten seconds to start, a crash none.
    static let single: [(kind: Kind, weight: Int)] =
        CrashPoint.Step.allCases.map { (.crash($0), 20) } + [
            (.kill, 80), (.terminate, 30), (.poisonMessage, 4), (.stopBroker, 10), (.killBroker, 10), (.cut, 40),
            (.stall, 15), (.slow, 15), (.halfClose, 25), (.fillDisk, 20), (.readOnly, 15), (.lock, 3), (.alarm, 8),
            (.deleteEvents, 15), (.deleteIntake, 15),
        ] + LedgerLoss.allCases.map { (.replaceLedger($0), 5) }

    static let cluster: [(kind: Kind, weight: Int)] =
        CrashPoint.Step.allCases.map { (.crash($0), 1) } + [
            (.killLeader, 6), (.killNode, 4), (.stopNode, 4), (.kill, 4), (.terminate, 1), (.cut, 2), (.halfClose, 1),
        ]

    func fault(distance: Int, lockSeconds: Int, using random: inout SplitMix64) -> Fault {
        let events = Int.random(in: 0..<distance, using: &random)
        let seconds = Int.random(in: 1...3, using: &random)
        let isFirst = Bool.random(using: &random)
        switch self {
        case .kill: return .kill(afterEvents: events)
        case .terminate: return .terminate(afterEvents: events)
        case .crash(let step): return .crash(at: step, time: Int.random(in: 1...3, using: &random))
        case .poisonMessage: return .poisonMessage
        case .stopBroker: return .stopBroker
        case .killBroker: return .killBroker
        case .cut: return .cutConnections
        case .stall: return .stallConnections(seconds: isFirst ? seconds : 10)
        case .slow: return .slowConnections(bytesASecond: 20_000 * seconds, seconds: 2 * seconds)
        case .halfClose: return .halfCloseConnections(towardsBroker: isFirst)
        case .fillDisk: return .fillDisk(restart: isFirst, seconds: seconds)
        case .readOnly: return .makeLedgerReadOnly(seconds: seconds)
        case .replaceLedger(let loss): return .replaceLedger(loss)
        case .lock: return .holdWriteLock(seconds: lockSeconds)
        case .alarm: return .memoryAlarm(seconds: seconds)
        case .deleteEvents: return .deleteEventsQueue(seconds: seconds)
        case .deleteIntake: return .deleteIntakeQueue(afterEvents: events)
        case .killLeader: return .killNode(.leader)
        case .killNode: return .killNode(.number(Int.random(in: 1...3, using: &random)))
        case .stopNode: return .stopNode(.number(Int.random(in: 1...3, using: &random)))
        }
    }
}

extension SplitMix64 {
    /// - Parameter runSeed: the seed of a run. Another formula here would give every seed another schedule.
    init(runSeed: Int) {
        self.init(seed: UInt64(bitPattern: Int64(runSeed)) &* 0x9E37_79B9_7F4A_7C15 ^ 0x5452_4D4E_0000_0001)
    }
}
