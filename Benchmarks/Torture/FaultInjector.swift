import Foundation
import GRDB
import RabbitMQ
import TestSupport
import Worker

extension Torture {
    /// Injects a fault, and ends it.
    ///
    /// - Parameter end: the position up to which the traffic is published during the fault.
    func inject(_ fault: Fault, upTo end: Int) throws {
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
        case .poisonMessage:
            try publishPoisonMessage(among: end)
        case .stopBroker:
            try brokers[0].stop()
            try brokers[0].start()
        case .killBroker:
            waitForDeclarations()
            try brokers[0].kill()
            try brokers[0].start()
        case .cutConnections:
            for proxy in proxies { proxy.cut() }
        case .stallConnections(let seconds):
            try degradeConnections(for: seconds, upTo: end) { $0.stall() }
        case .slowConnections(let bytes, let seconds):
            try degradeConnections(for: seconds, upTo: end) { $0.slow(to: bytes) }
        case .halfCloseConnections(let towardsBroker):
            for proxy in proxies { proxy.halfClose(towardsBroker: towardsBroker) }
            try publish(upTo: end)
        case .fillDisk(let restart, let seconds):
            try fillDisk(restart: restart, seconds: seconds, upTo: end)
        case .makeLedgerReadOnly(let seconds):
            try makeLedgerReadOnly(seconds: seconds, upTo: end)
        case .holdWriteLock(let seconds):
            try holdWriteLock(seconds: seconds, upTo: end)
        case .replaceLedger(let loss):
            try replaceLedger(loss, upTo: end)
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

    /// RabbitMQ persists the declaration of a quorum queue with a delay. A node that is killed before has a queue that is unusable
    /// (`noproc`) until it is deleted. This test is not about that defect of the broker.
    private func waitForDeclarations() {
        let settled = lastDeclaration + .seconds(3)
        while ContinuousClock.now < settled { Thread.sleep(forTimeInterval: 0.05) }
    }

    private func expectOrderlyEnd() throws {
        let code = worker.terminate()
        // 75: the grace time ended while the broker was unreachable. SIGTERM: the worker had just started.
        guard code == 0 || code == 75 || code == -SIGTERM else {
            throw BenchmarkError("SIGTERM led to exit code \(code ?? -9).")
        }
    }

    /// Starts a worker that crashes at a step, and publishes messages that make it reach the step.
    private func crash(at step: CrashPoint.Step, time: Int, upTo end: Int) throws {
        worker.kill()
        try worker.start(["TERMINUS_CRASH_AT": "\(step.rawValue):\(time)"])
        try publish(upTo: end)
        if worker.waitForEnd(timeout: 15) != -SIGKILL {
            // Fewer batches were left than the crash waits for.
            logProgress("   the worker did not reach the step so often: SIGKILL from outside")
            worker.kill()
        }
        try worker.start()
    }

    /// Publishes a poison message among others, which must all be processed.
    private func publishPoisonMessage(among end: Int) throws {
        let crash = ["TERMINUS_CRASH_ON": nextPoisonMessage()]
        worker.kill()
        try worker.start(crash)
        let half = (position + end) / 2
        try publish(upTo: half)
        let id = try publishPoisonMessage()
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
        recordPoisonCrashes(ends)
        // An orderly stop: after a kill before the acknowledgement, the message would be delivered again without crashing.
        try expectOrderlyEnd()
        try worker.start()
    }

    private func degradeConnections(for seconds: Int, upTo end: Int, _ begin: (FaultyProxy) -> Void) throws {
        for proxy in proxies { begin(proxy) }
        defer { for proxy in proxies { proxy.restore() } }
        try publish(upTo: end)
        pause(seconds)
    }

    private func fillDisk(restart: Bool, seconds: Int, upTo end: Int) throws {
        if restart {
            // The last connection that closes the ledger removes the write-ahead log, which would have free space.
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
        // The worker may have ended if there was no space to start.
        try worker.restartIfEnded(excused: true)
    }

    private func makeLedgerReadOnly(seconds: Int, upTo end: Int) throws {
        let affectsOpenFiles = try disk.setReadOnly(true)
        defer { _ = try? disk.setReadOnly(false) }
        if !affectsOpenFiles {
            try expectOrderlyEnd()
            disk.setMode(readOnly: true)
        }
        defer { disk.setMode(readOnly: false) }
        try worker.start()
        try publish(upTo: end)
        pause(seconds)
        try disk.setReadOnly(false)
        disk.setMode(readOnly: false)
        try worker.restartIfEnded(excused: true)
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

    /// The worker must stop acknowledging at once, and end with 78. The ledger is restored to its state at that moment, so that the
    /// reconciliation finds each message that was acknowledged afterwards.
    private func replaceLedger(_ loss: LedgerLoss, upTo end: Int) throws {
        try worker.start()
        let backup = disk.ledger + ".backup"
        if loss == .replacedByBackup {
            try? FileManager.default.removeItem(atPath: backup)
            try terminus("ledger", "backup", backup)
        }
        try publish(upTo: (position + end) / 2)
        // Files that this process has open would stay alive.
        ledger.close()
        try worker.waitUntilPresent(on: disk.ledger)
        let kept = try worker.whileStopped { try disk.apply(loss, backup: backup) }
        try publish(upTo: end)
        guard let code = worker.waitForEnd(timeout: 30) else {
            throw BenchmarkError("The worker has not noticed within 30 s: \(Fault.replaceLedger(loss).kind).")
        }
        guard code == 78 else {
            throw BenchmarkError("The worker ended with \(code), and not with 78: \(Fault.replaceLedger(loss).kind).")
        }
        try disk.restore(kept, after: loss)
        try worker.start()
    }

    /// No event may be lost with the queue: events after the unbinding are returned, and those before it are consumed first.
    private func deleteEventsQueue(seconds: Int, upTo end: Int) throws {
        try Broker.unbind(
            queue: environment.billing,
            from: environment.events,
            routingKey: "#",
            on: environment.connection
        )
        let last = try ledger.read { try $0.count("SELECT max(sequence) FROM events") }
        try waitUntilBillingHasAll(upTo: last)
        try Broker.deleteQueue(environment.billing, on: environment.connection)
        try publish(upTo: end)
        pause(seconds)
        try environment.declareBilling()
        lastDeclaration = .now
    }

    private func waitUntilBillingHasAll(upTo sequence: Int) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            try worker.restartIfEnded()
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

    /// The messages in the queue are lost with it, not by Terminus. Only these are sent again.
    private func deleteIntakeQueue(afterEvents events: Int, upTo end: Int) throws {
        try waitForOutcomes()
        let inQueue = try publish(upTo: end)
        billing.wait(for: billing.count + events / 2, timeout: 1)
        try Broker.deleteQueue(environment.terminations, on: environment.connection)
        let deadline = ContinuousClock.now + .seconds(60)
        while try Broker.queueStatus(environment.terminations, on: environment.connection) == nil {
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
            let line = answer.split(separator: "\n").first { $0.hasPrefix(environment.terminations + "\t") } ?? ""
            return brokers.first { line.contains("-\($0.port)@") } ?? brokers[0]
        }
    }

    /// Waits until each queue has all its members, so that the next fault leaves a majority.
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
