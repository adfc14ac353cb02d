import Foundation
import GRDB
import RabbitMQ
import Worker

extension Torture {
    /// Lets one thing go wrong, and makes it well again.
    ///
    /// - Parameter end: up to where the traffic is published meanwhile.
    func strike(_ fault: Fault, upTo end: Int) throws {
        switch fault {
        case .kill(let events):
            billing.wait(for: billing.count + events, timeout: 2)
            worker.kill()
            try worker.start()
        case .crash(let step, let time):
            try crash(at: step, time: time, upTo: end)
        case .terminate(let events):
            billing.wait(for: billing.count + events, timeout: 2)
            try expectOrderlyEnd()
            try worker.start()
        case .killingMessage:
            try publishKillingMessage(among: end)
        case .stopBroker:
            try brokers[0].stop()
            try brokers[0].start()
        case .killBroker:
            waitForDeclarations()
            try brokers[0].kill()
            try brokers[0].start()
        case .cutConnections:
            for line in lines { line.cut() }
        case .stallConnections(let seconds):
            try trouble(for: seconds, upTo: end) { $0.stall() }
        case .slowConnections(let bytes, let seconds):
            try trouble(for: seconds, upTo: end) { $0.slow(to: bytes) }
        case .halfCloseConnections(let towardsBroker):
            for line in lines { line.halfClose(towardsBroker: towardsBroker) }
            try publish(upTo: end)
        case .fillDisk(let restart, let seconds):
            try fillDisk(restart: restart, seconds: seconds, upTo: end)
        case .makeLedgerReadOnly(let seconds):
            try makeLedgerReadOnly(seconds: seconds, upTo: end)
        case .holdWriteLock(let seconds):
            try holdWriteLock(seconds: seconds, upTo: end)
        case .takeLedger(let loss):
            try takeLedger(loss, upTo: end)
        case .memoryAlarm(let seconds):
            try brokers[0].control("set_vm_memory_high_watermark", "absolute", "1")
            pause(seconds)
            try brokers[0].control("set_vm_memory_high_watermark", "absolute", "1GB")
        case .deleteEventsQueue(let seconds):
            try deleteEventsQueue(seconds: seconds, upTo: end)
        case .deleteIntakeQueue(let events):
            try deleteIntakeQueue(afterEvents: events, upTo: end)
        case .killNode(let node):
            let broker = try find(node)
            waitForDeclarations()
            try broker.kill()
            try publish(upTo: end)
            try broker.start()
            try waitForCluster(broker)
        case .stopNode(let node):
            let broker = try find(node)
            try broker.stop()
            try publish(upTo: end)
            try broker.start()
            try waitForCluster(broker)
        }
    }

    private func pause(_ seconds: Int) { Thread.sleep(forTimeInterval: Double(seconds)) }

    /// RabbitMQ notes on disk a little late that a quorum queue was made: killed before that it comes back with a
    /// queue that nobody can use (`noproc`), until it is deleted. That is the broker's trouble, and not what is tried here.
    private func waitForDeclarations() {
        let settled = lastDeclaration + .seconds(3)
        while ContinuousClock.now < settled { Thread.sleep(forTimeInterval: 0.05) }
    }

    private func expectOrderlyEnd() throws {
        let code = worker.terminate()
        // 75: the grace time ran out while the broker could not be reached. SIGTERM itself: it had only just started.
        guard code == 0 || code == 75 || code == -SIGTERM else {
            throw BenchmarkError("SIGTERM led to exit code \(code ?? -9).")
        }
    }

    /// A worker that is told to end at a step, and messages that bring it there.
    private func crash(at step: CrashPoint.Step, time: Int, upTo end: Int) throws {
        worker.kill()
        try worker.start(["TERMINUS_CRASH_AT": "\(step.rawValue):\(time)"])
        try publish(upTo: end)
        if worker.waitForEnd(timeout: 15) != -SIGKILL {
            // Fewer batches were left than it was to wait for.
            say("   the step was not come to so often: SIGKILL from outside")
            worker.kill()
        }
        try worker.start()
    }

    /// A message that ends the process each time, among others that must all get through.
    private func publishKillingMessage(among end: Int) throws {
        let crash = ["TERMINUS_CRASH_ON": nextKillingMessage()]
        worker.kill()
        try worker.start(crash)
        let half = (position + end) / 2
        try publish(upTo: half)
        let id = try publishKillingMessage()
        try publish(upTo: end)
        var ends = 0
        let deadline = ContinuousClock.now + .seconds(120)
        while !ledger.outcomes.contains(id) {
            guard ContinuousClock.now < deadline else { throw BenchmarkError("\(id) was not set aside.") }
            ledger.update()
            guard worker.waitForEnd(timeout: 0.05) != nil else { continue }
            ends += 1
            try worker.start(crash)
        }
        let source = try ledger.read {
            try String.fetchOne($0, sql: "SELECT source FROM dead_letters WHERE message_id = ?", arguments: [id])
        }
        guard source == "unjudgeable" else { throw BenchmarkError("\(id) was set aside as \(source ?? "nothing").") }
        noteKillings(ends)
        // In order: killed before the acknowledgement, the message would come again, and kill nobody any more.
        try expectOrderlyEnd()
        try worker.start()
    }

    private func trouble(for seconds: Int, upTo end: Int, _ begin: (FaultyProxy) -> Void) throws {
        for line in lines { begin(line) }
        defer { for line in lines { line.restore() } }
        try publish(upTo: end)
        pause(seconds)
    }

    private func fillDisk(restart: Bool, seconds: Int, upTo end: Int) throws {
        if restart {
            // The last one to close the ledger removes its log, which would have room in itself.
            try expectOrderlyEnd()
            ledger.close()
        }
        try disk.fill(leaving: restart ? 500_000 : 0)
        defer { disk.free() }
        if !disk.isOwn { try worker.limitFiles(of: disk.ledger) }
        try worker.start()
        try publish(upTo: end)
        pause(seconds)
        disk.free()
        if !disk.isOwn { try worker.limitFiles(of: nil) }
        // Where not even the start had room, it has ended, and may.
        try worker.revive(excused: true)
    }

    private func makeLedgerReadOnly(seconds: Int, upTo end: Int) throws {
        let strikesOpenFiles = try disk.setReadOnly(true)
        defer { _ = try? disk.setReadOnly(false) }
        if !strikesOpenFiles {
            try expectOrderlyEnd()
            disk.setMode(readOnly: true)
        }
        defer { disk.setMode(readOnly: false) }
        try worker.start()
        try publish(upTo: end)
        pause(seconds)
        try disk.setReadOnly(false)
        disk.setMode(readOnly: false)
        try worker.revive(excused: true)
    }

    private func holdWriteLock(seconds: Int, upTo end: Int) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        let queue = try DatabaseQueue(path: disk.ledger, configuration: configuration)
        try queue.inTransaction(.immediate) { _ in
            try publish(upTo: end)
            pause(seconds)
            return .rollback
        }
        try queue.close()
    }

    /// The worker must stop acknowledging at once, and end with 78. What is put back is the ledger as it was at that moment: so
    /// whatever is acknowledged afterwards is missed in the balance.
    private func takeLedger(_ loss: LedgerLoss, upTo end: Int) throws {
        try worker.start()
        let backup = disk.ledger + ".backup"
        if loss == .replacedByBackup {
            try? FileManager.default.removeItem(atPath: backup)
            try terminus("ledger", "backup", backup)
        }
        try publish(upTo: (position + end) / 2)
        // What this process has open would keep files alive that the worker must miss.
        ledger.close()
        try worker.waitUntilPresent(on: disk.ledger)
        let kept = try worker.whileStopped { try disk.take(loss, backup: backup) }
        try publish(upTo: end)
        guard let code = worker.waitForEnd(timeout: 30) else {
            throw BenchmarkError("The worker has not noticed within 30 s: \(Fault.takeLedger(loss).kind).")
        }
        guard code == 78 else {
            throw BenchmarkError("The worker ended with \(code), and not with 78: \(Fault.takeLedger(loss).kind).")
        }
        try disk.putBack(kept, after: loss)
        try worker.start()
    }

    /// Nothing of the queue may be lost with it: from the unbinding on events are returned; those before it are drained.
    private func deleteEventsQueue(seconds: Int, upTo end: Int) throws {
        try Broker.unbind(
            queue: testEnvironment.billing,
            from: testEnvironment.events,
            routingKey: "#",
            on: testEnvironment.connection
        )
        let last = try ledger.read { try $0.count("SELECT max(sequence) FROM events") }
        try waitUntilBillingHasAll(upTo: last)
        try Broker.deleteQueue(testEnvironment.billing, on: testEnvironment.connection)
        try publish(upTo: end)
        pause(seconds)
        try testEnvironment.declareBilling()
        lastDeclaration = .now
    }

    private func waitUntilBillingHasAll(upTo sequence: Int) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            try worker.revive()
            let routed: Set<String>? = try ledger.read { database in
                guard try database.count("SELECT position FROM relay_cursor") >= sequence else { return nil }
                return try String.fetchSet(
                    database,
                    sql: """
                        SELECT id FROM events WHERE contract_sequence IS NOT NULL
                            AND sequence <= (SELECT position FROM relay_cursor)
                            AND sequence NOT IN (SELECT sequence FROM parked_events)
                        """
                )
            }
            if let routed, billing.wait(timeout: 10, until: { routed.isSubset(of: $0.identifiers) }) { return }
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw BenchmarkError("Billing has not received what was published before its queue was unbound.")
    }

    /// What is in the queue is lost with it, and not by Terminus: only that is sent again, and nothing from before.
    private func deleteIntakeQueue(afterEvents events: Int, upTo end: Int) throws {
        try settle()
        let inQueue = try publish(upTo: end)
        billing.wait(for: billing.count + events / 2, timeout: 1)
        try Broker.deleteQueue(testEnvironment.terminations, on: testEnvironment.connection)
        let deadline = ContinuousClock.now + .seconds(60)
        while try Broker.queueStatus(testEnvironment.terminations, on: testEnvironment.connection) == nil {
            guard ContinuousClock.now < deadline else {
                throw BenchmarkError("The worker has not declared its queue again.")
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
        lastDeclaration = .now
        try sendAgain(inQueue)
    }

    private func find(_ node: ClusterNode) throws -> TestedBroker {
        switch node {
        case .number(let number): return brokers[(number - 1) % brokers.count]
        case .leader:
            let answer = try brokers[0].ask("list_queues", "--quiet", "name", "leader")
            let line = answer.split(separator: "\n").first { $0.hasPrefix(testEnvironment.terminations + "\t") } ?? ""
            return brokers.first { line.contains("-\($0.port)@") } ?? brokers[0]
        }
    }

    /// The next fault finds three nodes, of which it may take one: a majority of each queue must be there.
    private func waitForCluster(_ returned: TestedBroker) throws {
        try returned.control("await_online_nodes", "\(brokers.count)")
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            let queues = try returned.ask("list_queues", "--quiet", "name", "online").split(separator: "\n")
            let members = queues.filter { $0.contains("[") }
            if !members.isEmpty, members.allSatisfy({ queue in brokers.allSatisfy { queue.contains("-\($0.port)@") } })
            {
                return
            }
        }
        throw BenchmarkError(
            "The node at port \(returned.port) has no copy of each queue two minutes after its return."
        )
    }
}
