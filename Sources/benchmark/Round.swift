import Foundation
import RabbitMQ

/// What one process did with a full intake.
struct Round {
    /// Messages a second.
    var rate: Double
    /// Microseconds of processor time a message.
    var cpu: Double
    /// Bytes.
    var peakMemory: Int
}

extension TestEnvironment {
    /// From the first event in billing's queue to the last, as the broker counts them.
    ///
    /// - Parameters:
    ///   - others: events that are published besides one a message.
    ///   - start: starts the process; it is ended when all events are there.
    func measure(_ messages: Int, besides others: Int = 0, _ start: () throws -> SystemUnderTest) throws -> Round {
        let process = try start()
        var first: (time: ContinuousClock.Instant, count: Int)?
        // The slowest that is worth waiting for.
        let deadline = ContinuousClock.now + .seconds(600 + messages / 1000)
        while true {
            let count = try arrived() - others
            let now = ContinuousClock.now
            if first == nil, count > 0 { first = (now, count) }
            if count >= messages { break }
            guard now < deadline, process.isRunning else {
                _ = process.end(with: SIGKILL)
                throw BenchmarkError("Only \(count) of \(messages) events arrived.")
            }
            // Asked, not subscribed: a subscriber would take part in what is measured.
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
