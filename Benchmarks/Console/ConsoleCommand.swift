import ArgumentParser
import Foundation
import Ledger
import RabbitMQ

/// The console over a large ledger: each page, its memory, its start, and its effect on the worker.
struct ConsoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract:
            "Measure the pages of the console over a large ledger, and the worker with and without them, alternating."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var program: ProgramOptions
    @OptionGroup var results: ResultsOptions
    @Option(help: "Number of terminations in the ledger.")
    var terminations = 1_000_000
    @Option(help: "Number of dead letters in the ledger.")
    var deadLetters = 300_000
    @Option(help: "Keep the ledger in this folder, and reuse an existing one.")
    var keep: String?
    @Option(help: "Requests of each page.")
    var requests = 100
    @Option(help: "Messages a round of the worker.")
    var messages = 100_000
    @Option(help: "Rounds of the worker with and without a crawl of all pages; 0 leaves them out.")
    var rounds = 3

    /// Filters that no link has: they read the most, because nothing or little matches.
    private static let questions = [
        "/causes?since=30d", "/dead-letters?since=60d&until=1d", "/dead-letters?value=foo",
        "/dead-letters?contract=C-w-77",
        "/terminations?contract-type=none", "/terminations?reason=price&initiator=provider", "/audit?actor=nobody",
        "/report?period=2025", "/report?period=2025&across=month",
    ]
    /// A page is asked for less often if it is slow, but at least ten times.
    private static let longestPage = Duration.seconds(20)

    func run() throws {
        let folder =
            keep.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "terminus-console-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { if keep == nil { try? FileManager.default.removeItem(at: folder) } }
        let path = folder.appending(path: "console-\(terminations)-\(deadLetters).sqlite").path
        try ConsoleSample.make(
            path,
            terminations: terminations,
            deadLetters: deadLetters,
            terminus: program.terminus
        )
        try timeStart(path)
        let pages = try timePages(path)
        if rounds > 0 { try compareWorker(path, pages) }
    }

    private func timeStart(_ path: String) throws {
        let times = try (1...10).map { _ in
            let began = ContinuousClock.now
            let console = try ConsoleUnderTest(program.terminus, ledger: path)
            let time = (ContinuousClock.now - began) / .milliseconds(1)
            _ = console.process.end(with: SIGTERM)
            return time
        }
        print(
            "start: the first page after "
                + String(format: "%.0f ms (median of 10), %.0f ms at most", median(times), times.max() ?? 0)
        )
        try results.append("console", "start", median(times), "ms")
    }

    /// - Returns: a page of each kind.
    private func timePages(_ path: String) throws -> [String] {
        let console = try ConsoleUnderTest(program.terminus, ledger: path)
        let linked = try console.pages()
        let kinds = Set(linked.map(ConsoleUnderTest.kind))
        let pages = linked + Self.questions.filter { !kinds.contains(ConsoleUnderTest.kind(of: $0)) }
        print("")
        print("| page | median ms | 99th percentile ms | processor ms | KiB |")
        print("|---|---|---|---|---|")
        var medians: [Double] = []
        for page in pages {
            let times = try console.time(page, atMost: requests, Self.longestPage)
            let figures = String(
                format: "%.1f | %.1f | %.1f",
                median(times.milliseconds),
                percentile(times.milliseconds, 0.99),
                times.cpu
            )
            print("| `\(ConsoleUnderTest.kind(of: page))` | \(figures) | \(times.bytes / 1024) |")
            fflush(nil)
            medians.append(median(times.milliseconds))
            try results.append("console", ConsoleUnderTest.kind(of: page), median(times.milliseconds), "ms")
        }
        let memory = (ProcessFigures(of: console.process.pid)?.peakMemory ?? 0) / 1_048_576
        print("")
        print("\(pages.count) pages; median of their medians " + String(format: "%.1f ms", median(medians)))
        print("peak memory of the console: \(memory) MiB")
        try results.append("console", "peak memory", Double(memory), "MiB")
        guard console.process.end(with: SIGTERM).exitCode == 0 else {
            throw BenchmarkError("The console did not end in order: see \(console.log)")
        }
        return pages
    }

    /// Measures the worker on a copy of this ledger, alone and while all pages are opened one after the other.
    private func compareWorker(_ path: String, _ pages: [String]) throws {
        let copy = path + ".worker"
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + suffix) } }
        let environment = try TestEnvironment(broker)
        var run = Int(Date.now.timeIntervalSince1970)
        var alone: [Round] = []
        var beside: [Round] = []
        for _ in 0..<rounds {
            for isBeside in [false, true] {
                run += 1
                try environment.setUp()
                environment.load(messages, run: run)
                let worker = try TerminusUnderTest(
                    binary: program.terminus,
                    options: broker,
                    ledger: copy,
                    settings: SeededReportLedger.settings
                )
                defer { worker.remove() }
                let console = isBeside ? try ConsoleUnderTest(program.terminus, ledger: copy) : nil
                let round = try environment.measure(messages) {
                    let process = try worker.start()
                    console?.crawl(pages, while: process)
                    return process
                }
                _ = console?.process.end(with: SIGTERM)
                if isBeside { beside.append(round) } else { alone.append(round) }
            }
        }
        try environment.tearDown()
        let ratios = zip(beside, alone).map { $0.rate / $1.rate }
        print("")
        print("| worker on this ledger | messages/s |")
        print("|---|---|")
        print("| alone | \(Int(median(alone.map(\.rate)))) |")
        print("| beside a crawl of all pages | \(Int(median(beside.map(\.rate)))) |")
        print("")
        print(
            "ratio: median " + String(format: "%.2f", median(ratios))
                + String(format: ", from %.2f to %.2f", ratios.min() ?? 0, ratios.max() ?? 0)
        )
        try results.append("console", "worker beside a crawl", median(ratios), "of its normal throughput")
    }
}

/// `terminus console` as a process, and somebody who has signed in.
private final class ConsoleUnderTest: @unchecked Sendable {
    let process: SystemUnderTest
    let log: String
    // One thread at a time uses it: the one that starts the console, or that of a crawl.
    private let client: LoopbackClient

    init(_ terminus: String, ledger: String) throws {
        log = ledger + ".console.log"
        let output = ledger + ".link"
        try? FileManager.default.removeItem(atPath: output)
        process = try SystemUnderTest(
            [terminus, "console", "--write", "--console-address", "127.0.0.1:0"],
            environment: [
                "TERMINUS_LEDGER_PATH": ledger, "TERMINUS_HTTP_ADDRESS": "off", "TERMINUS_LOG_LEVEL": "warning",
            ],
            log: log,
            output: output
        )
        var link: URL?
        while link == nil {
            guard process.isRunning else { throw BenchmarkError("The console did not start: see \(log)") }
            // Polls the file: nothing else says that the link is there.
            usleep(500)
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            if text.hasSuffix("\n"), let found = text.firstMatch(of: /http\S+/) { link = URL(string: String(found.0)) }
        }
        guard let link, let port = link.port, let token = link.query()?.split(separator: "=").last else {
            throw BenchmarkError("The console printed no link: see \(output)")
        }
        client = LoopbackClient(port: UInt16(port))
        try client.signIn(token: String(token))
    }

    /// A page of each kind, by following links from the overview.
    func pages() throws -> [String] {
        var pages: [String] = []
        var seen: Set<String> = []
        var left = ["/"]
        while !left.isEmpty {
            let path = left.removeFirst()
            // A download of all dead letters is not a page.
            guard !path.contains("/export"), seen.insert(Self.kind(of: path)).inserted else { continue }
            let answer = try client.get(path)
            guard answer.status == 200 else { continue }
            pages.append(path)
            let isPage = answer.headers["content-type"]?.hasPrefix("text/html") ?? false
            if isPage, !path.hasPrefix("/report.html") { left += answer.links }
        }
        return pages
    }

    /// - Returns: with the processor time of one request, in milliseconds, which other programs do not change.
    func time(
        _ path: String,
        atMost count: Int,
        _ longest: Duration
    ) throws -> (milliseconds: [Double], cpu: Double, bytes: Int) {
        var milliseconds: [Double] = []
        var bytes = 0
        let before = ProcessFigures(of: process.pid)?.cpu ?? 0
        let start = ContinuousClock.now
        while milliseconds.count < count, milliseconds.count < 10 || ContinuousClock.now - start < longest {
            let began = ContinuousClock.now
            let answer = try client.get(path)
            milliseconds.append((ContinuousClock.now - began) / .milliseconds(1))
            guard answer.status == 200 else { throw BenchmarkError("\(path) was answered with \(answer.status).") }
            bytes = answer.body.count
        }
        let cpu = (ProcessFigures(of: process.pid)?.cpu ?? 0) - before
        return (milliseconds, cpu * 1000 / Double(milliseconds.count), bytes)
    }

    /// Opens the pages one after the other on a thread of its own, until the worker ends.
    func crawl(_ pages: [String], while worker: SystemUnderTest) {
        Thread.detachNewThread { [self] in
            var next = 0
            while worker.isRunning, (try? client.get(pages[next % pages.count])) != nil { next += 1 }
        }
    }

    /// Names of things are left out, and so are the values of the query.
    static func kind(of path: String) -> String {
        let halves = path.split(separator: "?", maxSplits: 1)
        let parts = (halves.first ?? "/").split(separator: "/", omittingEmptySubsequences: false).enumerated()
            .map { index, part in
                let isName =
                    index > 1 && (part.contains(where: \.isNumber) || SeededReportLedger.reasons.contains(String(part)))
                return isName ? "…" : String(part)
            }
        let names = halves.count > 1 ? Set(halves[1].split(separator: "&").map { $0.prefix { $0 != "=" } }) : []
        return parts.joined(separator: "/") + (names.isEmpty ? "" : "?" + names.sorted().joined(separator: "&"))
    }
}
