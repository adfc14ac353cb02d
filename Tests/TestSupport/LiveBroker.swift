import Foundation
import Logging
public import RabbitMQ

/// The real broker for the tests. `scripts/broker start` prints its URL.
public enum LiveBroker {
    public struct Missing: Error, CustomStringConvertible {
        public let description =
            "Set TERMINUS_TEST_AMQP_URL to a broker's URL: "
            + "TERMINUS_TEST_AMQP_URL=$(scripts/broker start) swift test"
    }

    /// The URL of the broker. Without a broker a test fails; it is never skipped.
    public static func url() throws -> String {
        guard let url = ProcessInfo.processInfo.environment["TERMINUS_TEST_AMQP_URL"] else { throw Missing() }
        return url
    }

    public static func configuration(_ url: String) throws -> ConnectionConfiguration {
        var configuration = try ConnectionConfiguration(uri: url, name: "terminus-tests")
        configuration.reconnect = Backoff(initial: .milliseconds(5), maximum: .milliseconds(100))
        configuration.callTimeout = .seconds(10)
        return configuration
    }

    /// A logger that discards everything.
    public static let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}
