import ArgumentParser
import Foundation
import GRDB

/// Throughput with an empty ledger and with large ones, alternating.
struct GrowthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth",
        abstract: "Compare an empty ledger with ledgers of millions of terminations, alternating."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var program: ProgramOptions
    @OptionGroup var results: ResultsOptions
    @Option(parsing: .upToNextOption, help: "Terminations in the large ledgers.")
    var sizes = [1_000_000, 10_000_000]
    @Option(help: "Keep the large ledgers in this folder, and reuse existing ones.")
    var keep: String?
    @Option(help: "Messages a round. Enough for an empty ledger to flush ids and pack facts, too.")
    var messages = 300_000
    @Option(help: "Rounds of each ledger.")
    var rounds = 3

    func run() throws {
        let environment = try TestEnvironment(broker)
        let folder = try LedgerFolder(keep: keep)
        defer { folder.remove() }
        for size in sizes {
            let began = ContinuousClock.now
            let seed = try SystemUnderTest(
                [CommandLine.arguments[0], "seed", folder.path(size), "--terminations", "\(size)"],
                log: folder.log
            )
            guard seed.wait().exitCode == 0 else { throw BenchmarkError("No ledger was made: see \(folder.log)") }
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            print("ledger of \(size) terminations ready after \(String(format: "%.0f", seconds)) s")
            fflush(nil)
        }
        // New ids for each run, because a ledger can be used again.
        var run = Int(Date.now.timeIntervalSince1970)
        var measured: [Int: [Measured]] = [:]
        // All files stay to the end. The memory of a deleted file would serve the next ledger, and make it faster on a machine
        // that requests memory from a host.
        var workers: [TerminusUnderTest] = []
        defer { for worker in workers { worker.remove() } }
        for number in 1...rounds {
            for size in [0] + sizes {
                run += 1
                let ledger = size == 0 ? nil : folder.path(size)
                let worker = try TerminusUnderTest(binary: program.terminus, options: broker, ledger: ledger)
                workers.append(worker)
                let found = try measure(environment, worker, run: run)
                measured[size, default: []].append(found)
                print(
                    "round \(number)  \(size) terminations  \(Int(found.round.rate))/s  "
                        + String(format: "%.1f µs CPU a message, ", found.round.cpu)
                        + String(format: "first message recorded %.0f ms after the start", found.start)
                )
                fflush(nil)
            }
        }
        try environment.tearDown()
        try summarize(measured, folder)
    }

    private struct Measured {
        let round: Round
        /// Milliseconds from the start of the process to the first message recorded.
        let start: Double
    }

    private func measure(_ environment: TestEnvironment, _ worker: TerminusUnderTest, run: Int) throws -> Measured {
        try environment.setUp()
        let start = try FirstMessage.measure(environment, worker, number: messages, run: run)
        try environment.setUp()
        environment.load(messages, run: run)
        let round = try environment.measure(messages) { try worker.start() }
        return Measured(round: round, start: start.recorded)
    }

    private func summarize(_ measured: [Int: [Measured]], _ folder: LedgerFolder) throws {
        let empty = (measured[0] ?? []).map(\.round.rate)
        print("")
        print("| terminations recorded | messages/s | of the empty ledger's | CPU µs a message | peak MiB | start ms |")
        print("|---|---|---|---|---|---|")
        for size in [0] + sizes {
            let all = measured[size] ?? []
            let rate = median(all.map(\.round.rate))
            let ratio = median(zip(all, empty).map { $0.round.rate / $1 })
            let cpu = median(all.map(\.round.cpu))
            let peak = (all.map(\.round.peakMemory).max() ?? 0) / 1_048_576
            let start = median(all.map(\.start))
            print(
                "| \(size) | \(Int(rate)) | "
                    + String(format: "%.2f | %.1f | %d | %.0f |", ratio, cpu, peak, start)
            )
            try results.append("growth", "\(size) terminations", rate, "messages/s")
        }
        for size in sizes { try describe(folder.path(size)) }
    }

    private func describe(_ path: String) throws {
        let shares = try LedgerShares(path)
        let count = try TerminusUnderTest.terminations(in: path)
        print("")
        print("| \(count) terminations | bytes a termination | share |")
        print("|---|---|---|")
        for table in shares.tables where table.bytes * 1000 > shares.total {
            let share = Double(table.bytes) / Double(shares.total)
            print("| \(table.name) | \(table.bytes / count) | " + String(format: "%.0f %% |", share * 100))
        }
        print("| all | \(shares.total / count) | 100 % |")
        try results.append("ledger", "\(count) terminations", Double(shares.total / count), "bytes a termination")
    }
}

/// The folder of the large ledgers.
private struct LedgerFolder {
    private let folder: URL
    private let isKept: Bool

    init(keep: String?) throws {
        isKept = keep != nil
        folder =
            keep.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "terminus-growth-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func path(_ size: Int) -> String { folder.appending(path: "terminations-\(size).sqlite").path }

    var log: String { folder.appending(path: "seed.log").path }

    func remove() {
        if !isKept { try? FileManager.default.removeItem(at: folder) }
    }
}

/// The shares of the tables in a ledger's file.
private struct LedgerShares {
    /// Bytes of each table with its indexes, the largest first.
    let tables: [(name: String, bytes: Int)]
    let total: Int

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let rows = try database.read { database in
            // Multiplies the number of pages, because dbstat's sum of bytes overflows.
            try Row.fetchAll(
                database,
                sql: """
                    SELECT coalesce(object.tbl_name, page.name) AS name, sum(page.count) * page_size AS bytes
                    FROM (SELECT name, pageno AS count FROM dbstat WHERE aggregate = TRUE) AS page, pragma_page_size
                    LEFT JOIN sqlite_schema AS object ON object.name = page.name
                    GROUP BY 1 ORDER BY 2 DESC
                    """
            )
        }
        try database.close()
        tables = rows.map { ($0["name"], $0["bytes"]) }
        total = tables.map(\.bytes).reduce(0, +)
    }
}
