import Foundation
import Ledger
import Logging
import Terminations
import TestSupport
import Tracing

@testable import Worker

/// A worker on threads of its own, so that a test may block while it works.
final class RunningWorker: Sendable {
    enum Component { case intake, scheduler, relay, answers }

    let status = WorkerStatus()
    let log = LogRecord()
    private let intake: Intake?
    private let scheduler: Scheduler?
    private let relay: Relay?
    private let answers: Answers?
    private let ended = Record<Component>()
    /// On its own, as in another process: closing it must not take the test's ledger away.
    private let ledger: Ledger

    /// - Parameters:
    ///   - components: what runs; the others stand still.
    ///   - prepare: is given the worker's own connection to the ledger.
    ///   - now: the worker's clock.
    init(
        _ environment: TestEnvironment,
        components: Set<Component> = [.intake, .scheduler, .relay, .answers],
        configure: (inout WorkerConfiguration) -> Void = { _ in },
        prepare: (Ledger) throws -> Void = { _ in },
        tracer: (any Tracer)? = nil,
        now: @escaping @Sendable () -> Instant = { .now }
    ) throws {
        var configuration = WorkerConfiguration(
            connection: environment.connection,
            names: environment.names,
            source: "urn:test",
            declaresTopology: false,
            parkedRetryInterval: .milliseconds(100)
        )
        configure(&configuration)
        ledger = try Ledger(path: environment.ledgerPath)
        try prepare(ledger)
        let relay = Relay(
            configuration: configuration,
            ledger: ledger,
            status: status,
            logger: log.logger,
            tracer: tracer,
            now: now
        )
        let answers = Answers(
            configuration: configuration,
            ledger: ledger,
            status: status,
            logger: log.logger,
            now: now
        )
        let onRecorded: @Sendable (Bool) -> Void = { leftAnswers in
            relay.wake()
            if leftAnswers { answers.wake() }
        }
        let intake = Intake(
            configuration: configuration,
            ledger: ledger,
            status: status,
            logger: log.logger,
            tracer: tracer,
            now: now,
            onRecorded: onRecorded
        )
        let scheduler = Scheduler(
            configuration: configuration,
            ledger: ledger,
            status: status,
            logger: log.logger,
            now: now,
            onRecorded: onRecorded
        )
        self.scheduler = components.contains(.scheduler) ? scheduler : nil
        self.relay = components.contains(.relay) ? relay : nil
        self.answers = components.contains(.answers) ? answers : nil
        self.intake = components.contains(.intake) ? intake : nil
        if components.contains(.answers) { start(.answers) { answers.run() } }
        if components.contains(.relay) { start(.relay) { relay.run() } }
        if components.contains(.scheduler) { start(.scheduler) { scheduler.run() } }
        if components.contains(.intake) { start(.intake) { intake.run() } }
    }

    /// How many messages the next batch would find.
    var waiting: Int { intake?.waiting ?? 0 }

    deinit { kill() }

    private func start(_ component: Component, _ work: @escaping @Sendable () -> Void) {
        Thread { [ended] in
            work()
            ended.add(component)
        }.start()
    }

    /// Ends in order: the intake, the scheduler, the relay, then the answers.
    ///
    /// - Returns: whether all have ended in time.
    @discardableResult
    func stop() -> Bool {
        let hasEnded = stopIntake() && stopScheduler() && stopRelay() && stopAnswers()
        if hasEnded { ledger.close() }
        return hasEnded
    }

    func stopIntake() -> Bool {
        intake?.stop()
        return intake == nil || ended.wait { $0.contains(.intake) } != nil
    }

    private func stopScheduler() -> Bool {
        scheduler?.stop()
        return scheduler == nil || ended.wait { $0.contains(.scheduler) } != nil
    }

    private func stopRelay() -> Bool {
        relay?.stop()
        return relay == nil || ended.wait { $0.contains(.relay) } != nil
    }

    private func stopAnswers() -> Bool {
        answers?.stop()
        return answers == nil || ended.wait { $0.contains(.answers) } != nil
    }

    /// Ends like a process that is killed: nothing is finished.
    func kill() {
        intake?.abandon()
        scheduler?.stop()
        relay?.abandon()
        answers?.abandon()
        ended.wait(count: [intake == nil, scheduler == nil, relay == nil, answers == nil].count { !$0 })
        ledger.close()
    }
}

/// What the worker has logged; a test waits for it.
final class LogRecord: Sendable {
    struct Line: Sendable {
        let level: Logger.Level
        let message: String
        let metadata: [String: String]
    }

    let lines = Record<Line>()

    var logger: Logger {
        var logger = Logger(label: "tests") { [lines] _ in Handler(lines: lines) }
        logger.logLevel = .trace
        return logger
    }

    /// Blocks until a line with this message was logged so often.
    ///
    /// - Returns: the last of them.
    @discardableResult
    func wait(for message: String, count: Int = 1) -> Line? {
        lines.wait { lines in lines.count { $0.message == message } >= count }?.last { $0.message == message }
    }

    private struct Handler: LogHandler {
        let lines: Record<Line>
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let values = metadata.merging(event.metadata ?? [:]) { _, new in new }
            lines.add(
                Line(
                    level: event.level,
                    message: event.message.description,
                    metadata: values.mapValues(\.description)
                )
            )
        }
    }
}
