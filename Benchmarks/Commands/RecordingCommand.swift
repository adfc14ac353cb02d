import ArgumentParser
import Foundation
import Ledger
import Terminations

/// The work for a message without a broker: parse, judge, record, and read the event as the relay does. It runs on one thread
/// and is deterministic, so that instructions can be counted.
struct RecordingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recording",
        abstract: "Record prepared messages without a broker, for a profiler."
    )

    @Option(help: "Number of messages.")
    var messages = 50_000
    @Option(help: "Messages a transaction.")
    var batchSize = 500
    @Option(help: "Path of the ledger, which is created if needed (default: a temporary one).")
    var ledger: String?
    @Option(help: "Number that makes ids unique. A ledger that is used again needs another one.")
    var series = 0

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "terminus-recording-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Ledger(path: ledger ?? folder.appending(path: "ledger.sqlite").path)
        guard let now = Instant(secondsSinceEpoch: Int64(Date.now.timeIntervalSince1970)) else { return }
        let settings = try Settings.parse(yamlOrJSON: SampleMessage.settings)
        _ = try store.apply(settings, by: Actor("benchmark", by: .cli), at: now)
        let recorder = Recorder(ledger: store, source: "urn:terminus", limits: MessageLimits())
        let first = try store.lastEventPosition()
        var spent = Spent()
        for start in stride(from: 0, to: messages, by: batchSize) {
            let bodies = (start..<min(start + batchSize, messages)).map { SampleMessage.body($0, run: series) }
            let receivedMessages = spent.measure(\.read) { bodies.map(Self.received) }
            let outcomes = try spent.measure(\.record) { try recorder.record(receivedMessages, at: now) }
            guard outcomes.allSatisfy({ if case .accepted = $0 { true } else { false } }) else {
                throw BenchmarkError("A prepared message was not accepted.")
            }
            let events = try spent.measure(\.relay) { try store.events(after: first + Int64(start), limit: batchSize) }
            guard events.count == bodies.count else { throw BenchmarkError("An event is missing.") }
        }
        store.close()
        print("| stage | µs a message |")
        print("|---|---|")
        for (stage, time) in [("read", spent.read), ("judge, record, commit", spent.record), ("relay", spent.relay)] {
            print("| \(stage) | \(String(format: "%.1f", time / .microseconds(1) / Double(messages))) |")
        }
    }

    /// Not inlined, so that its name is in the profile.
    @inline(never)
    private static func received(_ body: [UInt8]) -> ReceivedMessage {
        let message = IncomingMessage(body: body, properties: MessageProperties(contentType: "application/json"))
        return ReceivedMessage(message: message, parsed: ParsedMessage(message))
    }

    private struct Spent {
        var read = Duration.zero
        var record = Duration.zero
        var relay = Duration.zero

        mutating func measure<Result>(
            _ stage: WritableKeyPath<Spent, Duration>,
            _ work: () throws -> Result
        ) rethrows -> Result {
            let began = ContinuousClock.now
            defer { self[keyPath: stage] += .now - began }
            return try work()
        }
    }
}
