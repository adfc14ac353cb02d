import Foundation
import JSON
public import Ledger
public import RabbitMQ
import Terminations
public import Worker

/// Examines what a worker needs: its ledger, its broker and its permissions. Changes nothing.
public struct Doctor: Sendable {
    private let ledgerPath: String
    private let worker: WorkerConfiguration

    private var names: TopologyNames { worker.names }

    /// - Parameters:
    ///   - ledgerPath: the ledger of the worker. This process must not have it open.
    ///   - worker: the worker that is to work there.
    public init(ledgerPath: String, worker: WorkerConfiguration) {
        self.ledgerPath = ledgerPath
        self.worker = worker
    }

    /// One thing that was examined.
    public struct Finding: Sendable {
        public enum Result: String, Sendable {
            case good = "ok"
            /// The worker can work all the same.
            case warning
            /// The worker cannot do its work.
            case failed
        }

        public enum Cause: Sendable {
            case ledger(LedgerError)
            case broker(RabbitMQError)
            /// Somebody must provide something first.
            case notProvided
            /// Billing does not get its events.
            case notReceived
        }

        /// What was examined, such as `broker`.
        public let check: String
        public let result: Result
        /// A full sentence.
        public let text: String
        public let remedy: Remedy?
        /// nil where nothing failed.
        public let cause: Cause?

        public static func good(_ check: String, _ text: String) -> Finding {
            Finding(check: check, result: .good, text: text, remedy: nil, cause: nil)
        }

        public static func warning(_ check: String, _ text: String, _ remedy: Remedy?) -> Finding {
            Finding(check: check, result: .warning, text: text, remedy: remedy, cause: nil)
        }

        public static func failure(
            _ check: String,
            _ text: String,
            _ remedy: Remedy? = nil,
            _ cause: Cause = .notProvided
        ) -> Finding {
            Finding(check: check, result: .failed, text: text, remedy: remedy, cause: cause)
        }

        /// Writes one JSON object.
        ///
        /// - Parameters:
        ///   - detail: the text as the interface shows it.
        ///   - hint: the remedy in the words of the interface.
        public func write(to json: inout JSONWriter, detail: String, hint: String?) {
            json.beginObject()
            json.name("check")
            json.string(check)
            json.name("result")
            json.string(result.rawValue)
            json.name("detail")
            json.string(detail)
            json.name("hint")
            json.stringOrNull(hint)
            json.endObject()
        }
    }

    /// Examines the broker and then the ledger. Blocks the calling thread.
    public func examine() -> [Finding] { broker() + ledger() }

    /// Finds out quickly whether the ledger opens and the broker accepts the worker.
    ///
    /// Settings are not required: a worker without them waits as it should, and a restart would not help.
    ///
    /// - Parameter timeout: of each attempt to reach the broker.
    /// - Throws: ``ApplicationError``, ``LedgerError`` or ``RabbitMQError``.
    public func probe(timeout: Duration) throws {
        guard FileManager.default.fileExists(atPath: ledgerPath) else {
            throw ApplicationError(
                .notConfigured,
                "There is no ledger at \(ledgerPath).",
                "Er is geen grootboek op \(ledgerPath)."
            )
        }
        let ledger = try Ledger(path: ledgerPath, access: .readOnly)
        defer { ledger.close() }
        _ = try ledger.relayPosition()
        var connection = worker.connection.named("terminus probe")
        connection.connectTimeout = timeout
        connection.callTimeout = timeout
        _ = try Broker.check(connection)
    }
}

// MARK: - The ledger

extension Doctor {
    /// Room for some 100,000 terminations and the log.
    private static let smallRoom: Int64 = 512 * 1_048_576

    private func ledger() -> [Finding] {
        guard FileManager.default.fileExists(atPath: ledgerPath) else {
            let text = "There is none at \(ledgerPath): no settings were ever applied."
            return [.failure("ledger", text, .ledger(.nameOrCreateLedger), .notProvided)]
        }
        // Before the ledger is opened: counting opens and closes the file, which would release this process's locks.
        let workers = WorkerPresence.count(at: ledgerPath)
        do throws(LedgerError) {
            let ledger = try Ledger(path: ledgerPath, access: .readOnly)
            defer { ledger.close() }
            try ledger.demandConsistency()
            if let obstacle = LedgerFile.obstacle(toWriting: ledgerPath) { throw obstacle }
            let room = try LedgerFile.tryWriting(beside: ledgerPath)
            let facts = try ledger.facts()
            var findings: [Finding] = [
                .good("ledger", "\(ledgerPath) holds \(Self.count(facts.terminations, "termination"))."),
                .good("sqlite", facts.sqliteVersion),
            ]
            findings += disk(room)
            findings += [self.workers(workers), settings(facts)]
            findings += deadLetters(facts)
            findings += events(facts)
            return findings
        } catch {
            return [.failure("ledger", error.description, nil, .ledger(error))]
        }
    }

    private func disk(_ room: Int64?) -> [Finding] {
        guard let room else { return [] }
        let text = "\(Int(room / 1_048_576).grouped) MiB free beside the ledger."
        return [room < Self.smallRoom ? .warning("disk", text, .freeSpaceOrPrune) : .good("disk", text)]
    }

    private func workers(_ count: Int) -> Finding {
        switch count {
        case 0: .good("workers", "No worker runs on this ledger.")
        case 1: .good("workers", "One worker runs on this ledger.")
        default:
            .warning(
                "workers",
                "\(count) workers run on this ledger: each publishes every event, so subscribers get them \(count) times.",
                .runOneWorker
            )
        }
    }

    private func settings(_ facts: LedgerStatistics) -> Finding {
        if let version = facts.settingsVersion { return .good("settings", "Version \(version) is in force.") }
        return .failure(
            "settings",
            "None were ever applied: the messages wait in the queue.",
            .applySettings,
            .notProvided
        )
    }

    private func deadLetters(_ facts: LedgerStatistics) -> [Finding] {
        guard facts.openDeadLetters > 0 else { return [] }
        let text = "\(Self.count(facts.openDeadLetters, "dead letter")) open."
        return [.warning("dead letters", text, .groupDeadLetters)]
    }

    private func events(_ facts: LedgerStatistics) -> [Finding] {
        var findings = facts.parkedKinds.map(parked)
        if facts.publishedThrough == 0 {
            // AMQP has no way to list bindings. Only a published event shows that a queue takes the events.
            findings.append(
                .warning(
                    "events",
                    "None was published yet: whether a queue takes them is not known.",
                    .bindQueueFirst(exchange: names.events)
                )
            )
        }
        if facts.unpublishedEvents > 0 {
            let count = Self.count(Int(facts.unpublishedEvents), "event")
            findings.append(.good("relay", "At most \(count) to be published."))
        }
        return findings
    }

    /// A failure where billing needs the events: it does not get them.
    private func parked(_ kind: ParkedKind) -> Finding {
        let text =
            "\(Self.count(kind.count, "event")) of type \(kind.type) not published, from position \(kind.first): "
            + kind.failure + " Tried again every few seconds."
        let remedy: Remedy =
            kind.failure.contains(" NO_ROUTE")
            ? .bindQueue(exchange: names.events, type: kind.type) : .listParkedEvents
        return kind.isOfContract
            ? .failure("events", text, remedy, .notReceived) : .warning("events", text, remedy)
    }
}

// MARK: - The broker

extension Doctor {
    private func broker() -> [Finding] {
        var connection = worker.connection
        do throws(RabbitMQError) {
            let info = try Broker.check(connection)
            // The other addresses are not tried again for each question.
            connection.addresses = [info.address]
            connection.resolver = { _ throws(RabbitMQError) in [info.ipAddress] }
            var findings: [Finding] = [.good("broker", "\(info.product) \(info.version) answers at \(info.address).")]
            findings += try queues(connection)
            for exchange in names.topology.exchanges.map(\.name)
            where try !Broker.exchangeExists(exchange, on: connection) {
                findings.append(missing("exchange", exchange))
            }
            return try findings + permissions(connection)
        } catch {
            return [.failure("broker", error.description, nil, .broker(error))]
        }
    }

    private func queues(_ connection: ConnectionConfiguration) throws(RabbitMQError) -> [Finding] {
        var findings: [Finding] = []
        for queue in [names.terminations, names.deadLetters] {
            guard let status = try Broker.queueStatus(queue, on: connection) else {
                findings.append(missing("queue", queue))
                continue
            }
            let waiting = Self.count(status.messages, "message")
            let consumers = Self.count(status.consumers, "consumer")
            findings.append(.good("queue", "\(queue) has \(waiting) waiting, \(consumers)."))
        }
        // Earlier versions did not declare this queue, and nothing else needs it.
        if let status = try Broker.queueStatus(names.poisonMessages, on: connection), status.messages > 0 {
            let count = Self.count(status.messages, "message")
            let text = "\(names.poisonMessages) has \(count) that the worker could not take over."
            findings.append(.warning("queue", text, .readWorkerLogs))
        }
        return findings
    }

    /// The worker declares a missing queue or exchange when it starts, unless the configuration forbids it.
    private func missing(_ kind: String, _ name: String) -> Finding {
        let text = "\(name) does not exist."
        return worker.declaresTopology
            ? .warning(kind, text, .startWorkerOrSetup) : .failure(kind, text, .runSetup, .notProvided)
    }

    /// Asks for each permission that a worker needs.
    private func permissions(_ connection: ConnectionConfiguration) throws(RabbitMQError) -> [Finding] {
        let topology = names.topology
        var wanted: [(permission: Permission, isNeeded: Bool)] = [
            (.read(queue: names.terminations), true), (.read(queue: names.deadLetters), true),
        ]
        wanted += EventType.allCases.map { type in
            (.write(exchange: names.events, routingKey: type.rawValue), !type.mayBeUnroutable)
        }
        // Only answers to refused messages go through the default exchange.
        wanted.append((.write(exchange: "", routingKey: ""), false))
        if worker.declaresTopology {
            wanted += topology.queues.map { (.configureQueue($0), true) }
            wanted += topology.exchanges.map { (.configureExchange($0), true) }
        }
        var findings: [Finding] = []
        var grant = Remedy.grantPermissions(names)
        for (permission, isNeeded) in wanted {
            do {
                guard let refusal = try Broker.refusal(of: permission, on: connection) else { continue }
                var remedy: Remedy?
                if refusal.code == .accessRefused {
                    // One command grants all permissions, so it is given once.
                    remedy = grant
                    grant = .grantWithOthers
                }
                let isFailure = isNeeded ? try !isOfEarlierVersion(permission, topology, connection) : false
                findings.append(
                    Finding(
                        check: "permissions",
                        result: isFailure ? .failed : .warning,
                        text: refusal.description,
                        remedy: remedy,
                        cause: .broker(refusal)
                    )
                )
            } catch {
                // A finding names missing queues and exchanges already.
                guard error.code == .notFound else { throw error }
            }
        }
        guard findings.isEmpty else { return findings }
        let declaring = worker.declaresTopology ? ", declare them" : ""
        return [.good("permissions", "The user may consume the queues\(declaring) and publish every type of event.")]
    }

    /// Whether a queue exists as an earlier version declared it. The worker works with such a queue.
    private func isOfEarlierVersion(
        _ permission: Permission,
        _ topology: Topology,
        _ connection: ConnectionConfiguration
    ) throws(RabbitMQError) -> Bool {
        guard case .configureQueue(let wanted) = permission else { return false }
        for queue in topology.earlier.flatMap(\.queues) where queue.name == wanted.name && queue != wanted {
            if try Broker.refusal(of: .configureQueue(queue), on: connection) == nil { return true }
        }
        return false
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number.grouped) \(noun)\(number == 1 ? "" : "s")"
    }
}
