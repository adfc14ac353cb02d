import Logging
import Testing

@testable import RabbitMQ

@Suite struct `Trying again` {
    @Test func `waits longer each time, up to a maximum`() {
        let backoff = Backoff(initial: .milliseconds(100), maximum: .seconds(1), factor: 2)
        var generator = SystemRandomNumberGenerator()
        for (attempt, most) in [(1, 100), (2, 200), (3, 400), (4, 800), (5, 1_000), (6, 1_000), (.max, 1_000)] {
            let interval = backoff.interval(beforeAttempt: attempt, using: &generator)
            #expect(interval <= .milliseconds(most))
            #expect(interval >= .milliseconds(most) / 2)
        }
    }

    @Test func `does not hang on a factor that does not grow`() {
        var generator = SystemRandomNumberGenerator()
        for factor in [0, 1, -3, .nan, .infinity] {
            let backoff = Backoff(initial: .milliseconds(1), maximum: .seconds(1), factor: factor)
            #expect(backoff.interval(beforeAttempt: .max, using: &generator) <= .seconds(1))
        }
    }

    @Test func `warns once about the same trouble, and counts`() {
        let lines = Record<String>()
        let logger = Logger(label: "test") { _ in LineRecorder(lines: lines) }
        var reconnection = Reconnection(Backoff(), logger: logger)
        let refused = RabbitMQError(.unreachable, "It cannot be reached.")
        _ = reconnection.failed(refused)
        _ = reconnection.failed(refused)
        _ = reconnection.failed(refused)
        _ = reconnection.failed(RabbitMQError(.notFound, rawCode: 404, "There is no queue."))
        #expect(
            reconnection.state
                == .connecting(attempt: 5, lastError: RabbitMQError(.notFound, rawCode: 404, "There is no queue."))
        )
        reconnection.connected(to: BrokerAddress(host: "h", port: 1))
        reconnection.succeeded()
        #expect(
            lines.all == [
                "warning: The broker cannot be used; trying again until it can 1",
                "warning: The broker cannot be used; trying again until it can 4",
                "notice: The broker can be used again 4",
            ]
        )
        #expect(reconnection.state == .connecting(attempt: 1, lastError: nil))
    }
}

/// Notes level, message and the number in the metadata.
private struct LineRecorder: LogHandler {
    let lines: Record<String>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(lines: Record<String>) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let number = event.metadata?["connection.attempt"] ?? event.metadata?["count"]
        lines.add("\(event.level): \(event.message) \(number.map { "\($0)" } ?? "")")
    }
}
