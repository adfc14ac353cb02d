import Worker

/// A fault that the torture test injects.
enum Fault: Equatable {
    /// SIGKILL after so many further events, at any step of the worker.
    case kill(afterEvents: Int)
    /// SIGKILL when the worker reaches a step for the nth time.
    case crash(at: CrashPoint.Step, time: Int)
    /// SIGTERM after so many further events: an orderly stop and a new start.
    case terminate(afterEvents: Int)
    /// A message that kills the process each time it is judged.
    case poisonMessage
    case stopBroker
    case killBroker
    case cutConnections
    /// No bytes in either direction for so long. The heartbeat is four seconds.
    case stallConnections(seconds: Int)
    /// A limit of bytes a second in each direction, for so long.
    case slowConnections(bytesASecond: Int, seconds: Int)
    /// One direction ends, the other does not.
    case halfCloseConnections(towardsBroker: Bool)
    case fillDisk(restart: Bool, seconds: Int)
    case makeLedgerReadOnly(seconds: Int)
    /// Another process holds the ledger's write lock.
    case holdWriteLock(seconds: Int)
    /// The ledger's files are removed or replaced while the worker runs, and restored later.
    case replaceLedger(LedgerLoss)
    /// The broker blocks publishers.
    case memoryAlarm(seconds: Int)
    /// Billing's queue is unbound, emptied and deleted, and declared again later.
    case deleteEventsQueue(seconds: Int)
    /// The worker's queue is deleted with its messages.
    case deleteIntakeQueue(afterEvents: Int)
    /// SIGKILL of one node of a cluster, and a new start.
    case killNode(ClusterNode)
    case stopNode(ClusterNode)
}

/// How the ledger's files change while the worker runs.
enum LedgerLoss: String, CaseIterable, Equatable {
    case removed
    case replacedByBackup
    case logRemoved
    case linked
}

/// The node of a cluster that a fault concerns.
enum ClusterNode: Equatable {
    /// The current leader of the intake queue.
    case leader
    case number(Int)
}

extension Fault {
    /// The percentage of the messages since the fault before that is published during this fault.
    var shareDuring: Int {
        switch self {
        case .kill, .terminate, .stopBroker, .killBroker, .cutConnections, .memoryAlarm: 0
        case .crash, .poisonMessage, .stallConnections, .slowConnections, .halfCloseConnections, .fillDisk,
            .makeLedgerReadOnly, .holdWriteLock, .replaceLedger, .deleteEventsQueue, .deleteIntakeQueue:
            60
        case .killNode, .stopNode: 60
        }
    }

    /// The name of its kind.
    var kind: String {
        switch self {
        case .kill: "SIGKILL at a random instant"
        case .crash(let step, _): "SIGKILL \(step.rawValue.replacing("-", with: " "))"
        case .terminate: "SIGTERM"
        case .poisonMessage: "a message that kills the process"
        case .stopBroker: "broker stopped and started"
        case .killBroker: "broker SIGKILL"
        case .cutConnections: "connections cut"
        case .stallConnections: "connections stalled"
        case .slowConnections: "connections slowed"
        case .halfCloseConnections: "connections half-closed"
        case .fillDisk: "disk full"
        case .makeLedgerReadOnly: "ledger read-only"
        case .holdWriteLock: "ledger locked by another process"
        case .replaceLedger(.removed): "ledger removed"
        case .replaceLedger(.replacedByBackup): "ledger replaced by a backup"
        case .replaceLedger(.logRemoved): "ledger's log removed"
        case .replaceLedger(.linked): "ledger given a second name"
        case .memoryAlarm: "memory alarm on the broker"
        case .deleteEventsQueue: "events queue deleted and bound again"
        case .deleteIntakeQueue: "intake queue deleted"
        case .killNode(.leader): "leading node SIGKILL"
        case .killNode(.number): "another node SIGKILL"
        case .stopNode: "node stopped and started"
        }
    }

    /// The parameters of the fault.
    var details: String {
        switch self {
        case .kill(let events), .terminate(let events), .deleteIntakeQueue(let events): "after \(events) more events"
        case .crash(_, let time): "time \(time)"
        case .stallConnections(let seconds), .makeLedgerReadOnly(let seconds), .holdWriteLock(let seconds),
            .memoryAlarm(let seconds), .deleteEventsQueue(let seconds):
            "\(seconds) s"
        case .slowConnections(let bytes, let seconds): "\(bytes) bytes/s for \(seconds) s"
        case .halfCloseConnections(let towardsBroker): towardsBroker ? "towards the broker" : "towards the worker"
        case .fillDisk(let restart, let seconds):
            restart ? "\(seconds) s, under a worker that starts" : "\(seconds) s, under a worker that runs"
        case .killNode(.number(let number)), .stopNode(.number(let number)): "node \(number)"
        case .poisonMessage, .stopBroker, .killBroker, .cutConnections, .replaceLedger, .killNode(.leader),
            .stopNode(.leader):
            ""
        }
    }
}
