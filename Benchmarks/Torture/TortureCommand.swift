import ArgumentParser
import Foundation

/// The command of `scripts/torture`.
struct TortureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "torture",
        abstract: "Inject faults under load; count messages that were lost, recorded twice or out of order."
    )

    @OptionGroup var options: TortureOptions

    func run() throws {
        let schedule = Schedule(
            seed: options.seed,
            messages: options.messages,
            faults: options.faults,
            cluster: options.cluster,
            lockSeconds: options.lockSeconds
        )
        if options.dryRun {
            for line in schedule.lines { print(line) }
            return
        }
        let began = ContinuousClock.now
        let traffic = Traffic(seed: options.seed, messages: options.messages)
        let torture = try Torture(options, traffic: traffic, schedule: schedule)
        let reconciliation: Reconciliation
        do {
            reconciliation = try torture.run()
        } catch {
            torture.worker.kill()
            throw error
        }
        try report(reconciliation, torture, took: .now - began)
        let check = try checkLedger(torture)
        guard reconciliation.holds, torture.worker.unexplained.isEmpty, check == 0 else { throw ExitCode.failure }
    }

    private func report(_ reconciliation: Reconciliation, _ torture: Torture, took duration: Duration) throws {
        print("seed \(options.seed), \(options.messages) messages, \(torture.schedule.entries.count) faults:")
        for (kind, count) in torture.schedule.counts { print("  \(count) × \(kind)") }
        print(
            "\(torture.outbox.sent) sent, the worker started \(torture.worker.starts) times, "
                + "in \(Int(duration / .seconds(1))) s"
        )
        if !torture.poisonCrashes.isEmpty {
            let ends = torture.poisonCrashes.map(String.init).joined(separator: ", ")
            print("messages that kill the process ended it \(ends) times before they were set aside")
        }
        if !torture.worker.unexplained.isEmpty {
            print("the worker ended by itself: \(torture.worker.unexplained.map(String.init).joined(separator: ", "))")
        }
        for line in (reconciliation.lost.map { "lost: \($0)" } + reconciliation.recordedTwice.map { "twice: \($0)" })
            .prefix(40)
        {
            print(line)
        }
        print(reconciliation.line)
    }

    /// `terminus ledger check` must find no faults, too.
    private func checkLedger(_ torture: Torture) throws -> Int32 {
        torture.ledger.close()
        let check = try SystemUnderTest(
            [options.terminus, "ledger", "check"],
            environment: ["TERMINUS_LEDGER_PATH": torture.disk.ledger],
            log: options.folder + "/check.txt"
        )
        let code = check.wait().exitCode
        if code != 0 { print("terminus ledger check ended with \(code): see \(options.folder)/check.txt") }
        return code
    }
}

struct TortureOptions: ParsableArguments {
    @Option(help: "Seed of the messages and of the schedule.")
    var seed = 1
    @Option(help: "Number of messages.")
    var messages = 20_000
    @Option(help: "Number of faults.")
    var faults = 40
    @Option(help: "Seconds that another process holds the ledger's write lock.")
    var lockSeconds = 30
    @Flag(help: "Print the schedule and exit.")
    var dryRun = false
    @Flag(help: "Use three nodes, and stop or kill one at a time.")
    var cluster = false
    @Flag(help: "The folder `disk` in the run's folder is its own file system.")
    var diskIsOwn = false
    @Option(help: "Folder of the run: brokers, ledger, logs.")
    var folder = "."
    @Option(help: "Path of scripts/broker.")
    var brokerScript = "scripts/broker"
    @Option(help: "Port of a broker node; repeat it for a cluster.")
    var port: [Int] = []
    @Option(help: "Path of the terminus binary.")
    var terminus = "terminus"

    var brokers: [TestedBroker] {
        let ports = port.map(String.init).joined(separator: ",")
        return port.enumerated().map { index, port in
            TestedBroker(
                script: brokerScript,
                directory: "\(folder)/broker-\(index + 1)",
                port: port,
                further: cluster ? ["TERMINUS_BROKER_CLUSTER": ports] : [:]
            )
        }
    }
}
