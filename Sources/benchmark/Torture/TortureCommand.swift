import ArgumentParser
import Foundation

/// What `scripts/torture` runs.
struct TortureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "torture",
        abstract: "Let everything go wrong that can; count what was lost, recorded twice or out of order."
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
        let balance: Reconciliation
        do {
            balance = try torture.run()
        } catch {
            torture.worker.kill()
            throw error
        }
        try report(balance, torture, took: .now - began)
        let check = try checkLedger(torture)
        guard balance.holds, torture.worker.unexplained.isEmpty, check == 0 else { throw ExitCode.failure }
    }

    private func report(_ balance: Reconciliation, _ torture: Torture, took duration: Duration) throws {
        print("seed \(options.seed), \(options.messages) messages, \(torture.schedule.entries.count) faults:")
        for (kind, count) in torture.schedule.counts { print("  \(count) × \(kind)") }
        print(
            "\(torture.outbox.sent) sent, the worker started \(torture.worker.starts) times, "
                + "in \(Int(duration / .seconds(1))) s"
        )
        if !torture.killings.isEmpty {
            let ends = torture.killings.map(String.init).joined(separator: ", ")
            print("messages that kill the process ended it \(ends) times before they were set aside")
        }
        if !torture.worker.unexplained.isEmpty {
            print("the worker ended by itself: \(torture.worker.unexplained.map(String.init).joined(separator: ", "))")
        }
        for line in (balance.lost.map { "lost: \($0)" } + balance.recordedTwice.map { "twice: \($0)" }).prefix(40) {
            print(line)
        }
        print(balance.line)
    }

    /// `terminus ledger check` must find nothing either.
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
    @Option(help: "The same seed gives the same messages and the same schedule.")
    var seed = 1
    @Option(help: "Messages to publish.")
    var messages = 20_000
    @Option(help: "How often something goes wrong.")
    var faults = 40
    @Option(help: "How long another process holds the ledger's write lock, in seconds.")
    var lockSeconds = 30
    @Flag(help: "Print the schedule, and do nothing.")
    var dryRun = false
    @Flag(help: "Three nodes, which are killed and brought back one at a time.")
    var cluster = false
    @Flag(help: "The folder `disk` in the run's folder is a small file system of its own.")
    var diskIsOwn = false
    @Option(help: "The run's folder: brokers, ledger, logs.")
    var folder = "."
    @Option(help: "scripts/broker.")
    var brokerScript = "scripts/broker"
    @Option(help: "The broker's ports; one, or three of a cluster.")
    var port: [Int] = []
    @Option(help: "The binary of Terminus.")
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
