import Worker

/// One thing that goes wrong.
enum Fault: Equatable {
    /// SIGKILL once so many further events have come out: at whatever the worker does then.
    case kill(afterEvents: Int)
    /// SIGKILL at a step of the path, when it is come to for the nth time.
    case crash(at: CrashPoint.Step, time: Int)
    /// SIGTERM once so many further events have come out: an orderly stop, and a new start.
    case terminate(afterEvents: Int)
    /// A message that ends the process each time it is about to be judged.
    case killingMessage
    case stopBroker
    case killBroker
    case cutConnections
    /// Nothing passes in either direction for so long; the heartbeat is four seconds.
    case stallConnections(seconds: Int)
    /// So many bytes a second, in each direction, for so long.
    case slowConnections(bytesASecond: Int, seconds: Int)
    /// One direction ends, the other one does not.
    case halfCloseConnections(towardsBroker: Bool)
    case fillDisk(restart: Bool, seconds: Int)
    case makeLedgerReadOnly(seconds: Int)
    /// Another process has the ledger's write lock.
    case holdWriteLock(seconds: Int)
    /// The ledger's files are taken from under the worker; later they are put back as they were.
    case takeLedger(LedgerLoss)
    /// The broker blocks whoever publishes.
    case memoryAlarm(seconds: Int)
    /// The events have no queue: unbound, emptied, deleted; later declared and bound again.
    case deleteEventsQueue(seconds: Int)
    /// The queue that the worker consumes is deleted with all it holds.
    case deleteIntakeQueue(afterEvents: Int)
    /// SIGKILL of one node of a cluster, and its return.
    case killNode(ClusterNode)
    case stopNode(ClusterNode)
}

/// How somebody takes the ledger from under a worker.
enum LedgerLoss: String, CaseIterable, Equatable {
    case removed
    case replacedByBackup
    case logRemoved
    case linked
}

/// Which node of a cluster a fault strikes.
enum ClusterNode: Equatable {
    /// That which leads the intake's queue at that moment.
    case leader
    case number(Int)
}

extension Fault {
    /// How many of the messages before it are published while it lasts, in hundredths of the distance to the one before.
    var shareDuring: Int {
        switch self {
        case .kill, .terminate, .stopBroker, .killBroker, .cutConnections, .memoryAlarm: 0
        case .crash, .killingMessage, .stallConnections, .slowConnections, .halfCloseConnections, .fillDisk,
            .makeLedgerReadOnly, .holdWriteLock, .takeLedger, .deleteEventsQueue, .deleteIntakeQueue:
            60
        case .killNode, .stopNode: 60
        }
    }

    /// What kind it is, for counting.
    var kind: String {
        switch self {
        case .kill: "SIGKILL at a random instant"
        case .crash(let step, _): "SIGKILL \(step.rawValue.replacing("-", with: " "))"
        case .terminate: "SIGTERM"
        case .killingMessage: "a message that kills the process"
        case .stopBroker: "broker stopped and started"
        case .killBroker: "broker SIGKILL"
        case .cutConnections: "connections cut"
        case .stallConnections: "connections stalled"
        case .slowConnections: "connections slowed"
        case .halfCloseConnections: "connections half-closed"
        case .fillDisk: "disk full"
        case .makeLedgerReadOnly: "ledger read-only"
        case .holdWriteLock: "ledger locked by another process"
        case .takeLedger(.removed): "ledger removed"
        case .takeLedger(.replacedByBackup): "ledger replaced by a backup"
        case .takeLedger(.logRemoved): "ledger's log removed"
        case .takeLedger(.linked): "ledger given a second name"
        case .memoryAlarm: "memory alarm on the broker"
        case .deleteEventsQueue: "events queue deleted and bound again"
        case .deleteIntakeQueue: "intake queue deleted"
        case .killNode(.leader): "leading node SIGKILL"
        case .killNode(.number): "another node SIGKILL"
        case .stopNode: "node stopped and started"
        }
    }

    /// What varies between faults of one kind.
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
        case .killingMessage, .stopBroker, .killBroker, .cutConnections, .takeLedger, .killNode(.leader),
            .stopNode(.leader):
            ""
        }
    }
}
