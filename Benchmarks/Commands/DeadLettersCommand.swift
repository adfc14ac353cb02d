import ArgumentParser
import Foundation
import Ledger

/// Operations on many dead letters, on temporary ledgers. Needs no broker.
struct DeadLettersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "Group, list and replay dead letters; kill replays; replay with ten processes at once."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var program: ProgramOptions
    @Option(help: "Dead letters in the ledger.")
    var messages = 100_000
    @Option(help: "Number of causes, at most 50.")
    var causes = 50
    @Option(help: "Number of killed replays.")
    var kills = 10

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "terminus-dead-letters-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let ledgers = DeadLetterLedgers(terminus: program.terminus, folder: folder)
        let full = folder.appending(path: "full.sqlite").path
        try DeadLetterSample.fill(full, deadLetters: messages, causes: min(causes, DeadLetterSample.causes))
        let size = try FileManager.default.attributesOfItem(atPath: full)[.size] as? Int ?? 0
        print("\(messages) dead letters, \(try ledgers.groups(full)) causes, \(size / 1_048_576) MiB")
        fflush(nil)
        try measureReading(full, ledgers)
        fflush(nil)
        try DeadLetterSample.makeLenient(full)
        try measureReplay(full, ledgers)
        fflush(nil)
        try measureRate(full, ledgers)
        fflush(nil)
        try measureKills(full, ledgers)
        fflush(nil)
        try measureConcurrentReplays(ledgers)
    }

    private func measureReading(_ ledger: String, _ ledgers: DeadLetterLedgers) throws {
        let group = try ledgers.sampleGroup(ledger)
        for arguments in [
            ["groups"], ["groups", "--values", "0"], ["list", "--state", "open"],
            ["list", "--state", "open", "--fingerprint", group],
            ["list", "--state", "open", "--code", "note-required"],
            ["list", "--state", "open", "--code", "reason-not-allowed", "--pointer", "/contractType"],
            ["list", "--state", "open", "--since", "1h", "--sort", "last-seen"],
            ["list", "--code", "unknown-reason", "--count"],
            ["list", "--text", "no such text"],
        ] {
            let times = try (1...5).map { _ in try ledgers.time(arguments, ledger).seconds }.sorted()
            let median = String(format: "%.0f ms", times[2] * 1000)
            print("\(arguments.joined(separator: " ")): \(median) (median of 5, the process included)")
        }
    }

    private func measureReplay(_ full: String, _ ledgers: DeadLetterLedgers) throws {
        let dry = try ledgers.copy(full)
        let (forecast, forecastUsage) = try ledgers.time(["replay", "--all", "--dry-run"], dry)
        print(
            String(
                format: "replay --all --dry-run: %.1f s, %.0f/s, peak memory %d MiB",
                forecast,
                Double(messages) / forecast,
                forecastUsage.peakMemory / 1_048_576
            )
        )
        let (seconds, usage) = try ledgers.time(["replay", "--all", "--yes"], dry)
        let state = try ledgers.state(of: dry)
        print(
            String(
                format: "replay --all: %.1f s, %.0f/s, %.0f µs of processor time each, peak memory %d MiB",
                seconds,
                Double(messages) / seconds,
                usage.cpu * 1e6 / Double(messages),
                usage.peakMemory / 1_048_576
            ) + "; \(state)"
        )
        try ledgers.require(state, resolved: messages, usage.exitCode)
    }

    private func measureRate(_ full: String, _ ledgers: DeadLetterLedgers) throws {
        let ledger = try ledgers.copy(full)
        for rate in [50, 500, 2000] {
            let count = rate * 10
            guard count * 2 < messages else { continue }
            let (seconds, _) = try ledgers.time(
                ["replay", "--all", "--limit", "\(count)", "--rate", "\(rate)", "--yes"],
                ledger
            )
            let measured = Double(count) / seconds
            print(
                String(
                    format: "replay --rate %d: %d in %.2f s, %.1f/s, %+.1f %%",
                    rate,
                    count,
                    seconds,
                    measured,
                    (measured / Double(rate) - 1) * 100
                )
            )
        }
    }

    private func measureKills(_ full: String, _ ledgers: DeadLetterLedgers) throws {
        let ledger = try ledgers.copy(full)
        var resume = ["--all"]
        for kill in 1...max(kills, 1) {
            let process = try ledgers.start(["replay"] + resume + ["--yes"], ledger)
            let goal = messages * kill / (kills + 1)
            // Polls the ledger until this share of the dead letters is resolved.
            try ledgers.wait(until: goal, in: ledger, while: process)
            _ = process.end(with: SIGKILL)
            resume = ["--resume", "1"]
        }
        let exitCode = try ledgers.start(["replay"] + resume + ["--yes"], ledger).wait().exitCode
        let state = try ledgers.state(of: ledger)
        print("killed \(kills) times and resumed: \(state)")
        try ledgers.require(state, resolved: messages, exitCode)
    }

    private func measureConcurrentReplays(_ ledgers: DeadLetterLedgers) throws {
        let ledger = ledgers.folder.appending(path: "ten.sqlite").path
        try DeadLetterSample.fill(ledger, deadLetters: 1000, causes: 50)
        try DeadLetterSample.makeLenient(ledger)
        let ids = try ledgers.ids(ledger)
        let processes = try (1...10).map { _ in try ledgers.start(["replay"] + ids + ["--yes"], ledger) }
        let codes = processes.map { $0.wait().exitCode }
        let state = try ledgers.state(of: ledger)
        print(
            "ten processes on the same 1000 ids: \(state); exit codes \(codes.map(String.init).joined(separator: " "))"
        )
        try ledgers.require(state, resolved: 1000, codes.max() ?? 0)
    }
}

/// Runs `terminus dead-letters` on temporary ledgers, and reads their state.
private struct DeadLetterLedgers {
    let terminus: String
    let folder: URL

    struct State: CustomStringConvertible {
        let terminations: Int
        let events: Int64
        let open: Int
        let resolved: Int
        let auditEntries: Int64
        let auditHolds: Bool

        var description: String {
            "resolved \(resolved), open \(open), terminations \(terminations), events \(events), audit entries "
                + "\(auditEntries)\(auditHolds ? ", which hold" : ", WHICH DO NOT HOLD")"
        }
    }

    func start(_ arguments: [String], _ ledger: String) throws -> SystemUnderTest {
        try SystemUnderTest(
            [terminus, "dead-letters"] + arguments,
            environment: ["TERMINUS_LEDGER_PATH": ledger],
            log: folder.appending(path: "log.txt").path
        )
    }

    func time(_ arguments: [String], _ ledger: String) throws -> (seconds: Double, usage: SystemUnderTest.Usage) {
        let began = ContinuousClock.now
        let usage = try start(arguments, ledger).wait()
        guard usage.exitCode == 0 else {
            throw BenchmarkError("\(arguments.joined(separator: " ")) ended with \(usage.exitCode)")
        }
        return ((ContinuousClock.now - began) / .seconds(1), usage)
    }

    func copy(_ ledger: String) throws -> String {
        let copy = folder.appending(path: "\(UUID().uuidString).sqlite").path
        try FileManager.default.copyItem(atPath: ledger, toPath: copy)
        // The last commits may be in the write-ahead log only.
        if FileManager.default.fileExists(atPath: ledger + "-wal") {
            try FileManager.default.copyItem(atPath: ledger + "-wal", toPath: copy + "-wal")
        }
        return copy
    }

    private func read<Result>(_ path: String, _ work: (Ledger) throws -> Result) throws -> Result {
        let ledger = try Ledger(path: path, access: .readOnly)
        defer { ledger.close() }
        return try work(ledger)
    }

    func groups(_ path: String) throws -> Int {
        try read(path) { try $0.deadLetterGroups(matching: .all).count }
    }

    func sampleGroup(_ path: String) throws -> String {
        try read(path) { try $0.deadLetterGroups(matching: .all).last?.fingerprint ?? "" }
    }

    func ids(_ path: String) throws -> [String] {
        try read(path) { try $0.deadLetters(matching: .all, limit: 1000).map(\.id) }
    }

    func state(of path: String) throws -> State {
        try read(path) { ledger in
            let audit = try ledger.verifyAudit()
            return State(
                terminations: try ledger.facts().terminations,
                events: try ledger.lastEventPosition(),
                open: try ledger.countDeadLetters(in: .open),
                resolved: try ledger.countDeadLetters(in: .resolved),
                auditEntries: audit.verified,
                auditHolds: audit.defect == nil
            )
        }
    }

    func wait(until resolved: Int, in path: String, while process: SystemUnderTest) throws {
        try read(path) { ledger in
            // Polls the ledger, because the replay that will be killed cannot report its progress.
            while process.isRunning, try ledger.facts().terminations < resolved { usleep(5000) }
        }
    }

    /// Each dead letter must be recorded, published and audited once: one event for its refusal, and one for its termination.
    func require(_ state: State, resolved: Int, _ exitCode: Int32) throws {
        guard state.resolved == resolved, state.open == 0, state.terminations == resolved,
            state.events == Int64(2 * resolved), state.auditEntries == Int64(resolved), state.auditHolds, exitCode == 0
        else { throw BenchmarkError("Not every dead letter was resolved exactly once; exit code \(exitCode)") }
    }
}
