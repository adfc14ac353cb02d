import ArgumentParser
import Foundation
import Ledger
import Logging
import RabbitMQ

/// A worker with limited memory and a queue of large messages.
///
/// The kernel limits the worker's data (RLIMIT_DATA), so that a worker that allocates more crashes. The limit is the data of an
/// idle worker plus the rest of the allowed memory.
struct LargeMessagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "large-messages",
        abstract: "Process large messages within a memory limit; count lost messages."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var program: ProgramOptions
    @OptionGroup var results: ResultsOptions
    @Option(help: "Number of valid messages of 255 kB.")
    var messages = 1000
    @Option(help: "Memory limit of the worker, in MiB.")
    var memory = 256

    /// The messages in the queue when the worker starts.
    private struct Load {
        var name: String
        /// Sizes of valid messages.
        var sizes: [Int] = []
        /// Sizes of messages that are too large, spread among the valid ones.
        var tooLarge: [Int] = []
    }

    private struct Figures {
        var peakMemory: Int
        var recorded: Int
        var refused: Int
        var seconds: Double
    }

    func run() throws {
        let environment = try TestEnvironment(broker)
        let limit = try dataLimit(environment)
        let small = [Int](repeating: 0, count: 100)
        let loads = [
            Load(name: "\(messages) valid ones of 255 kB", sizes: [Int](repeating: 255_000, count: messages)),
            Load(
                name: "60 of 15 MB, 100 small valid ones between",
                sizes: small,
                tooLarge: .init(repeating: 15_000_000, count: 60)
            ),
            Load(name: "1 of 125 MB, 100 small valid ones around", sizes: small, tooLarge: [125_000_000]),
            Load(
                name: "20 of 125 MB, 100 small valid ones between",
                sizes: small,
                tooLarge: .init(repeating: 125_000_000, count: 20)
            ),
        ]
        print("| waiting messages | peak MiB | recorded | refused as too large | lost or set aside | s |")
        print("|---|---|---|---|---|---|")
        var isComplete = true
        for load in loads {
            let figures = try measure(load, environment, limit)
            let peak = Double(figures.peakMemory) / 1_048_576
            let missing = load.sizes.count - figures.recorded + load.tooLarge.count - figures.refused
            isComplete = isComplete && missing == 0
            print(
                "| \(load.name) | \(String(format: "%.0f", peak)) | \(figures.recorded) | \(figures.refused) | \(missing) | "
                    + "\(String(format: "%.1f", figures.seconds)) |"
            )
            fflush(nil)
            try results.append("large-messages", load.name, peak, "MiB at most")
        }
        try environment.tearDown()
        guard isComplete else { throw ExitCode.failure }
    }

    /// The RLIMIT_DATA that allows the worker so much memory. The kernel counts address space, of which an idle worker has more
    /// than resident memory.
    private func dataLimit(_ environment: TestEnvironment) throws -> Int {
        try environment.setUp()
        let worker = try TerminusUnderTest(binary: program.terminus, options: broker)
        defer { worker.remove() }
        environment.load(1)
        let settingsEvents = try worker.countRecordedEvents()
        let process = try worker.start()
        defer { _ = process.end(with: SIGTERM) }
        while try environment.countEvents() - settingsEvents < 1 {
            guard process.isRunning else { throw BenchmarkError("The worker ended: see \(worker.log)") }
            Thread.sleep(forTimeInterval: 0.02)
        }
        guard let idle = ProcessFigures(of: process.pid) else { throw BenchmarkError("The worker ended.") }
        return idle.data + memory * 1_048_576 - idle.residentMemory
    }

    private func measure(_ load: Load, _ environment: TestEnvironment, _ limit: Int) throws -> Figures {
        try environment.tearDown()
        try environment.setUp()
        let worker = try TerminusUnderTest(binary: program.terminus, options: broker)
        defer { worker.remove() }
        let loading = Thread { publish(load, to: environment) }
        let begin = ContinuousClock.now
        loading.start()
        let settingsEvents = try worker.countRecordedEvents()
        // The broker may accept the rest only while messages are consumed.
        while !loading.isFinished, ContinuousClock.now - begin < .seconds(60) { Thread.sleep(forTimeInterval: 0.02) }
        let start = ContinuousClock.now
        let total = load.sizes.count + load.tooLarge.count
        let round = try environment.measure(total, besides: settingsEvents) {
            try SystemUnderTest(
                ["/usr/bin/prlimit", "--data=\(limit)", worker.binary, "run"],
                environment: worker.environment,
                log: worker.log
            )
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let ledger = try Ledger(path: worker.ledgerPath, access: .readOnly)
        defer { ledger.close() }
        let facts = try ledger.facts()
        return Figures(
            peakMemory: round.peakMemory,
            recorded: facts.terminations,
            refused: try ledger.countDeadLetters(matching: DeadLetterFilter(code: "too-large")),
            seconds: seconds
        )
    }

    private func publish(_ load: Load, to environment: TestEnvironment) {
        let publisher = Publisher(
            connection: environment.connection,
            logger: Logger(label: "load"),
            onOutcomes: { _ in }
        )
        publisher.start()
        let every = max(load.sizes.count / max(load.tooLarge.count, 1), 1)
        var tooLarge = load.tooLarge
        for (number, size) in load.sizes.enumerated() {
            if number % every == every / 2, let next = tooLarge.popLast() {
                _ = publisher.publish([message(number, [UInt8](repeating: 0x20, count: next), environment)])
            }
            _ = publisher.publish([message(number, SampleMessage.body(number, paddedTo: size), environment)])
        }
        _ = publisher.publish(tooLarge.map { message(0, [UInt8](repeating: 0x20, count: $0), environment) })
        _ = publisher.drain(timeout: .seconds(300))
        publisher.close()
    }

    private func message(_ number: Int, _ body: [UInt8], _ environment: TestEnvironment) -> OutgoingMessage {
        OutgoingMessage(
            exchange: environment.terminations,
            routingKey: "contract.terminate",
            body: body,
            properties: BasicProperties(contentType: "application/json", deliveryMode: 2),
            token: UInt64(number)
        )
    }
}

extension SampleMessage {
    /// The message with an unknown member that pads it to this size.
    fileprivate static func body(_ number: Int, paddedTo size: Int) -> [UInt8] {
        let body = body(number)
        guard size > body.count + 20 else { return body }
        let padding = String(repeating: "x", count: size - body.count - 13)
        return body.dropLast() + Array(",\"padding\":\"\(padding)\"}".utf8)
    }
}
