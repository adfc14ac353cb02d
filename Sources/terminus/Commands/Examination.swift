import Foundation
import Ledger
import RabbitMQ
import Terminations
import Worker

/// The examinations of `terminus doctor`. None changes anything.
enum Examination {
    static func file(_ configuration: TerminusConfiguration) -> Finding {
        let file = configuration.file.map { "Read from \(URL(filePath: $0).path), flags and variables." }
        return .good("configuration", file ?? "There is no configuration file: defaults, flags and variables count.")
    }

    /// A variable that nobody reads is most likely a misspelt one.
    static func variables(_ environment: [String: String]) -> [Finding] {
        let known = Set(ConfigurationKey.allCases.map(\.variable) + ["TERMINUS_CONFIG"])
        // Variables of the project's own scripts are read by nobody here.
        let scripts = ["TERMINUS_BROKER_", "TERMINUS_TEST_"]
        let unknown = environment.keys.filter { name in
            name.hasPrefix("TERMINUS_") && !known.contains(name) && !scripts.contains { name.hasPrefix($0) }
        }
        return unknown.sorted().map { name in
            .warning("configuration", "\(name) is set, and Terminus does not know it.", hint: "Is it misspelt?")
        }
    }

    static func ledger(_ configuration: TerminusConfiguration) -> [Finding] {
        guard FileManager.default.fileExists(atPath: configuration.ledgerPath) else {
            return [
                .missing(
                    "ledger",
                    "There is none at \(configuration.ledgerPath): no settings were ever applied.",
                    hint:
                        "Name the ledger with --config or --ledger-path. To make a new one: terminus settings apply FILE "
                        + "--create"
                )
            ]
        }
        // While no ledger is open here.
        let workers = WorkerPresence.count(at: configuration.ledgerPath)
        do throws(LedgerError) {
            let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
            defer { ledger.close() }
            try ledger.demandConsistency()
            if let obstacle = LedgerFile.obstacle(toWriting: configuration.ledgerPath) { throw obstacle }
            let room = try LedgerFile.tryWriting(beside: configuration.ledgerPath)
            let facts = try ledger.facts()
            var findings: [Finding] = [
                .good("ledger", "\(configuration.ledgerPath) holds \(Self.count(facts.terminations, "termination"))."),
                .good("sqlite", facts.sqliteVersion),
            ]
            findings += Self.disk(room, configuration) + Self.workers(workers)
            if let version = facts.settingsVersion {
                findings.append(.good("settings", "Version \(version) is in force."))
            } else {
                findings.append(
                    .missing(
                        "settings",
                        "None were ever applied: the messages wait in the queue.",
                        hint: "Run: terminus settings apply FILE"
                    )
                )
            }
            if facts.openDeadLetters > 0 {
                findings.append(
                    .warning(
                        "dead letters",
                        "\(Self.count(facts.openDeadLetters, "dead letter")) open.",
                        hint: "See: terminus dead-letters groups"
                    )
                )
            }
            findings += facts.parkedKinds.map { parked($0, configuration) }
            if facts.publishedThrough == 0 {
                findings.append(.unheard(configuration))
            }
            if facts.unpublishedEvents > 0 {
                findings.append(
                    .good("relay", "At most \(Self.count(Int(facts.unpublishedEvents), "event")) to be published.")
                )
            }
            return findings
        } catch {
            return [.failure("ledger", CommandFailure(error, of: configuration.ledgerPath))]
        }
    }

    /// Room for some 100,000 terminations and the log.
    private static let smallRoom: Int64 = 512 * 1_048_576

    private static func disk(_ room: Int64?, _ configuration: TerminusConfiguration) -> [Finding] {
        guard let room else { return [] }
        let text = "\(Count.text(Int(room / 1_048_576))) MiB free beside the ledger."
        guard room < smallRoom else { return [.good("disk", text)] }
        return [
            .warning("disk", text, hint: "Free space there, or remove what is old: terminus ledger prune --dry-run")
        ]
    }

    private static func workers(_ count: Int) -> [Finding] {
        switch count {
        case 0: [.good("workers", "No worker runs on this ledger.")]
        case 1: [.good("workers", "One worker runs on this ledger.")]
        default:
            [
                .warning(
                    "workers",
                    "\(count) workers run on this ledger: each publishes every event, so subscribers get them \(count) times.",
                    hint: "Stop all but one. Subscribers drop an event whose id they have."
                )
            ]
        }
    }

    /// Events that nobody receives: billing acts on nothing then, so that it is no warning.
    private static func parked(_ kind: ParkedKind, _ configuration: TerminusConfiguration) -> Finding {
        let text =
            "\(Self.count(kind.count, "event")) of type \(kind.type) not published, from position \(kind.first): "
            + kind.failure + " Tried again every few seconds."
        let hint =
            kind.failure.contains(" NO_ROUTE")
            ? "No queue takes this type. Bind billing's to \(configuration.names.events) with contract.#, or with "
                + "\(kind.type) too."
            : "See: terminus events list --parked"
        let failure = CommandFailure(.unavailable, text, hint: hint)
        return kind.isOfContract ? .failure("events", failure) : .warning("events", text, hint: hint)
    }

    static func broker(_ configuration: TerminusConfiguration) -> [Finding] {
        var connection = configuration.connection
        do {
            let info = try Broker.check(connection)
            // Where one answers, the others are not tried again for each question.
            connection.addresses = [info.address]
            connection.resolver = { _ throws(RabbitMQError) in [info.ipAddress] }
            var findings: [Finding] = [.good("broker", "\(info.product) \(info.version) answers at \(info.address).")]
            for queue in [configuration.names.terminations, configuration.names.deadLetters] {
                if let status = try Broker.queueStatus(queue, on: connection) {
                    let waiting = Self.count(Int(status.messages), "message")
                    let consumers = Self.count(Int(status.consumers), "consumer")
                    findings.append(.good("queue", "\(queue) has \(waiting) waiting, \(consumers)."))
                } else {
                    findings.append(.undeclared("queue", queue, configuration))
                }
            }
            // Earlier versions did not declare it: it is not needed for anything else to work.
            if let status = try Broker.queueStatus(configuration.names.poisonMessages, on: connection),
                status.messages > 0
            {
                findings.append(
                    .warning(
                        "queue",
                        "\(configuration.names.poisonMessages) has \(Self.count(status.messages, "message")) that the "
                            + "worker could not take over.",
                        hint: "The logs of the time say why the worker ended. See docs/operations.md."
                    )
                )
            }
            for exchange in configuration.names.topology.exchanges.map(\.name)
            where try !Broker.exchangeExists(exchange, on: connection) {
                findings.append(.undeclared("exchange", exchange, configuration))
            }
            return try findings + permissions(configuration, connection)
        } catch {
            return [.failure("broker", CommandFailure(error))]
        }
    }

    /// Asks for each permission that a worker needs.
    private static func permissions(
        _ configuration: TerminusConfiguration,
        _ connection: ConnectionConfiguration
    ) throws(RabbitMQError) -> [Finding] {
        let topology = configuration.names.topology
        var wanted: [(permission: Permission, isNeeded: Bool)] = [
            (.read(queue: configuration.names.terminations), true),
            (.read(queue: configuration.names.deadLetters), true),
        ]
        wanted += EventType.allCases.map { type in
            let permission = Permission.write(exchange: configuration.names.events, routingKey: type.rawValue)
            return (permission, !type.mayGoUnheard)
        }
        // Only answers to refused messages go through the default exchange.
        wanted.append((.write(exchange: "", routingKey: ""), false))
        if configuration.worker.declaresTopology {
            wanted += topology.queues.map { (.configureQueue($0), true) }
            wanted += topology.exchanges.map { (.configureExchange($0), true) }
        }
        var findings: [Finding] = []
        var advice = grant(configuration.names)
        for (permission, isNeeded) in wanted {
            do {
                guard let refusal = try Broker.refusal(of: permission, on: connection) else { continue }
                var failure = CommandFailure(refusal)
                if refusal.code == .accessRefused {
                    // Said once: one command gives them all.
                    failure = CommandFailure(failure.status, failure.message, hint: advice)
                    advice = "Give it together with the others."
                }
                if isNeeded, try !isOfEarlierVersion(permission, topology, connection) {
                    findings.append(.failure("permissions", failure))
                } else {
                    findings.append(.warning("permissions", failure.message, hint: failure.hint ?? ""))
                }
            } catch {
                // What does not exist was named already.
                guard error.code == .notFound else { throw error }
            }
        }
        guard findings.isEmpty else { return findings }
        let declaring = configuration.worker.declaresTopology ? ", declare them" : ""
        return [.good("permissions", "The user may consume the queues\(declaring) and publish every type of event.")]
    }

    /// The command that gives a user all that a worker needs.
    private static func grant(_ names: TopologyNames) -> String {
        func pattern(_ names: [String], and other: String = "") -> String {
            "'^(\(names.map { $0.replacing(".", with: "\\.") }.joined(separator: "|"))\(other))$'"
        }
        let queues = [names.terminations, names.deadLetters]
        let all = queues + [names.poisonMessages, names.events]
        return "Give the user what a worker needs: rabbitmqctl set_permissions -p VHOST USER \(pattern(all)) "
            + "\(pattern(all, and: "|amq\\.default")) \(pattern(queues)). Where topic permissions are set, they must allow "
            + "the routing keys too."
    }

    /// Whether a queue exists as an earlier version declared it, with which the worker works.
    private static func isOfEarlierVersion(
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
        "\(Count.text(number)) \(noun)\(number == 1 ? "" : "s")"
    }
}

extension Finding {
    /// AMQP has no way to ask what is bound: that a queue takes the events is known once one was published.
    fileprivate static func unheard(_ configuration: TerminusConfiguration) -> Finding {
        .warning(
            "events",
            "None was published yet: whether a queue takes them is not known.",
            hint: "Bind billing's queue to \(configuration.names.events) with contract.# before the first termination."
        )
    }

    /// What somebody must provide before the worker can work.
    fileprivate static func missing(_ subject: String, _ text: String, hint: String) -> Finding {
        .failure(subject, CommandFailure(.configuration, text, hint: hint))
    }

    /// The worker declares what is missing when it starts, unless it is told not to.
    fileprivate static func undeclared(
        _ kind: String,
        _ name: String,
        _ configuration: TerminusConfiguration
    ) -> Finding {
        let text = "\(name) does not exist."
        return configuration.worker.declaresTopology
            ? .warning(kind, text, hint: "The worker declares it when it starts, or run: terminus setup")
            : .missing(kind, text, hint: "Run: terminus setup")
    }
}
