import Foundation
import GRDB
import RabbitMQ
import TestSupport
import Worker

/// A run of the torture test: publishes messages, injects faults, and reconciles the results.
final class Torture {
    let options: TortureOptions
    let traffic: Traffic
    let schedule: Schedule
    let environment: TestEnvironment
    let brokers: [TestedBroker]
    let proxies: [FaultyProxy]
    let worker: WorkerProcess
    let ledger: LedgerReader
    let disk: LedgerDisk
    let outbox: Outbox
    let billing: SubscriberStub

    /// The number of published messages of the traffic.
    private(set) var position = 0
    /// When a queue was last declared.
    var lastDeclaration = ContinuousClock.now
    /// Ids of poison messages, which are not part of the traffic.
    private var poisonMessages: [String] = []
    /// Keys of ``Traffic/key(_:)``.
    private var published: Set<String> = []
    /// How often each poison message killed the process before it was set aside.
    private(set) var poisonCrashes: [Int] = []

    init(_ options: TortureOptions, traffic: Traffic, schedule: Schedule) throws {
        self.options = options
        self.traffic = traffic
        self.schedule = schedule
        // A write beyond the file size limit fails instead of killing the worker, which inherits this.
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        brokers = options.brokers
        proxies = try brokers.map { try FaultyProxy(toPort: $0.port) }
        var connection = ConnectionConfiguration(
            addresses: try brokers.map { try BrokerAddress(uri: Torture.url($0.port)) },
            name: "torture"
        )
        connection.reconnect = Backoff(initial: .milliseconds(50), maximum: .milliseconds(500))
        connection.heartbeat = .seconds(4)
        connection.confirmTimeout = .seconds(10)
        environment = TestEnvironment(connection: connection, prefix: "torture")
        try environment.setUp()
        let folder = options.folder
        worker = WorkerProcess(
            binary: options.terminus,
            environment: [
                "TERMINUS_AMQP_URL": proxies.map { Torture.url($0.port) }.joined(separator: ","),
                "TERMINUS_AMQP_HEARTBEAT_SECONDS": "4",
                "TERMINUS_PREFIX": environment.prefix,
                "TERMINUS_LEDGER_PATH": folder + "/disk/ledger.sqlite",
                "TERMINUS_LOG_LEVEL": "notice",
                "TERMINUS_HTTP_ADDRESS": "off",
                // Small batches, so that the worker reaches each step often.
                "TERMINUS_BATCH_SIZE": "50", "TERMINUS_PREFETCH": "400",
            ],
            folder: folder
        )
        ledger = LedgerReader(path: folder + "/disk/ledger.sqlite")
        disk = LedgerDisk(ledger: folder + "/disk/ledger.sqlite", isOwn: options.diskIsOwn)
        let count = traffic.entries.count
        outbox = Outbox(connection: connection, exchange: environment.terminations) { number in
            guard Int(number) < count else {
                let plain = BasicProperties(contentType: "application/json", deliveryMode: 2)
                return (traffic.body(id: "poison-\(Int(number) - count)"), plain)
            }
            let entry = traffic.entries[Int(number)]
            return (traffic.body(entry), traffic.properties(entry))
        }
        billing = SubscriberStub(connection: connection, queue: environment.billing)
        try applySettings()
    }

    static func url(_ port: Int) -> String { "amqp://guest:guest@127.0.0.1:\(port)" }

    /// Runs a terminus command on the ledger.
    func terminus(_ arguments: String...) throws {
        let command = try SystemUnderTest(
            [options.terminus] + arguments,
            environment: ["TERMINUS_LEDGER_PATH": disk.ledger],
            log: options.folder + "/worker.txt"
        )
        guard command.wait().exitCode == 0 else {
            throw BenchmarkError("Command failed: terminus \(arguments.joined(separator: " "))")
        }
    }

    private func applySettings() throws {
        let file = options.folder + "/settings.yaml"
        try Traffic.settings.write(toFile: file, atomically: true, encoding: .utf8)
        try terminus("settings", "apply", file, "--create")
    }

    func run() throws -> Reconciliation {
        try worker.start()
        var before = 0
        for (index, entry) in schedule.entries.enumerated() {
            let during = (entry.at - before) * entry.fault.shareDuring / 100
            try publish(upTo: entry.at - during)
            logProgress(
                "\(index + 1)/\(schedule.entries.count) at message \(entry.at): \(entry.fault.kind) \(entry.fault.details)"
            )
            try inject(entry.fault, upTo: entry.at)
            try publish(upTo: entry.at)
            try waitForWorker()
            before = entry.at
        }
        try publish(upTo: traffic.entries.count)
        return try finish()
    }

    /// Waits for all outcomes and events, stops the worker, and reconciles.
    private func finish() throws -> Reconciliation {
        logProgress("all messages are published: waiting for their outcomes")
        let isComplete = try ledger.wait(forPending: 0, timeout: 300) { try worker.restartIfEnded() }
        logProgress(isComplete ? "every message has an outcome" : "\(ledger.pending.count) messages have none")
        // Parked events are retried every ten seconds.
        let deadline = ContinuousClock.now + .seconds(180)
        while try !isRelayed(), ContinuousClock.now < deadline {
            try worker.restartIfEnded()
            Thread.sleep(forTimeInterval: 0.2)
        }
        let exitCode = worker.terminate()
        if exitCode != 0 { throw BenchmarkError("The worker did not end in order: \(exitCode ?? -9).") }
        let expected = try expectedEvents()
        _ = billing.wait(timeout: 60) { expected.isSubset(of: $0.identifiers) }
        outbox.close()
        billing.close()
        for queue in [environment.terminations, "\(environment.prefix).dead-letters"] {
            let left = try Broker.queueStatus(queue, on: environment.connection)?.messages ?? 0
            if left > 0 { throw BenchmarkError("\(left) messages are still in the queue \(queue).") }
        }
        return try Reconciliation(
            published: published.count,
            doubtful: Set(outbox.doubtful.filter { $0 < UInt64(traffic.entries.count) }.map(key)),
            ledger: ledger,
            billing: billing.state
        )
    }

    private func isRelayed() throws -> Bool {
        try ledger.read { database in
            try database.count("SELECT coalesce(max(sequence), 0) - (SELECT position FROM relay_cursor) FROM events")
                == 0
                && database.count("SELECT count(*) FROM parked_events") == 0
                && database.count("SELECT count(*) FROM answers") == 0
        }
    }

    private func expectedEvents() throws -> Set<String> {
        try ledger.read { database in
            try String.fetchSet(database, sql: "SELECT id FROM events WHERE contract_sequence IS NOT NULL")
        }
    }

    func key(_ number: UInt64) -> String { traffic.key(traffic.entries[Int(number)]) }

    /// Publishes the traffic up to a position.
    ///
    /// - Returns: the numbers of the published messages.
    @discardableResult
    func publish(upTo end: Int) throws -> [UInt64] {
        let end = min(end, traffic.entries.count)
        guard end > position else { return [] }
        let numbers = (position..<end).map(UInt64.init)
        for start in stride(from: 0, to: numbers.count, by: 500) {
            try outbox.send(Array(numbers[start..<min(start + 500, numbers.count)]))
        }
        let keys = numbers.map(key)
        published.formUnion(keys)
        ledger.expect(keys)
        position = end
        return numbers
    }

    /// Publishes a message that kills the process that judges it.
    func publishPoisonMessage() throws -> String {
        let number = poisonMessages.count
        let id = "poison-\(number)"
        poisonMessages.append(id)
        published.insert(id)
        ledger.expect([id])
        try outbox.send([UInt64(traffic.entries.count + number)])
        return id
    }

    func nextPoisonMessage() -> String { "poison-\(poisonMessages.count)" }
    func recordPoisonCrashes(_ count: Int) { poisonCrashes.append(count) }

    /// Sends messages of a deleted queue again if they have no outcome, as a CRM does from its outbox.
    func sendAgain(_ numbers: [UInt64]) throws {
        ledger.update()
        try outbox.send(numbers.filter { !ledger.outcomes.contains(key($0)) })
    }

    /// Waits until all published messages have an outcome. Those that have none are lost, and are not sent again.
    func waitForOutcomes() throws {
        _ = try ledger.wait(forPending: 0, timeout: 60) { try worker.restartIfEnded() }
    }

    /// Waits until the worker has nearly caught up, so that faults concern the messages just published.
    private func waitForWorker() throws {
        try worker.restartIfEnded()
        guard try ledger.wait(forPending: 1500, timeout: 180, onPoll: { try worker.restartIfEnded() }) else {
            throw BenchmarkError("The worker makes no progress: \(ledger.pending.count) messages are pending.")
        }
    }

    func logProgress(_ text: String) {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { ($0 < 10 ? "0" : "") + "\($0)" }
        FileHandle.standardError.write(Data("\(clock.joined(separator: ":"))  \(text)\n".utf8))
    }
}
