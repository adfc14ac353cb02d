import Foundation
import RabbitMQ

/// The figures of one process with a full intake queue.
struct Round {
    /// Messages a second.
    var rate: Double
    /// Microseconds of processor time a message.
    var cpu: Double
    /// Bytes.
    var peakMemory: Int
}

extension TestEnvironment {
    /// Measures from the first event in billing's queue to the last, by the broker's counts.
    ///
    /// - Parameters:
    ///   - settingsEvents: the number of events besides one a message.
    ///   - start: starts the process, which is ended when all events are in the queue.
    func measure(_ messages: Int, besides settingsEvents: Int = 0, _ start: () throws -> SystemUnderTest) throws
        -> Round
    {
        let process = try start()
        var first: (time: ContinuousClock.Instant, count: Int)?
        // A limit for the slowest processes.
        let deadline = ContinuousClock.now + .seconds(600 + messages / 1000)
        while true {
            let count = try countEvents() - settingsEvents
            let now = ContinuousClock.now
            if first == nil, count > 0 { first = (now, count) }
            if count >= messages { break }
            guard now < deadline, process.isRunning else {
                _ = process.end(with: SIGKILL)
                throw BenchmarkError("Only \(count) of \(messages) events arrived.")
            }
            // Polls the queue's length: a subscriber would change what is measured.
            Thread.sleep(forTimeInterval: 0.02)
        }
        let end = ContinuousClock.now
        let peakMemory = ProcessFigures(of: process.pid)?.peakMemory
        let usage = process.end(with: SIGTERM)
        let begin = first ?? (end, 0)
        return Round(
            rate: Double(messages - begin.count) / ((end - begin.time) / .seconds(1)),
            cpu: usage.cpu * 1e6 / Double(messages),
            peakMemory: peakMemory ?? usage.peakMemory
        )
    }
}
