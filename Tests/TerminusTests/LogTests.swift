import Foundation
import JSON
import Logging
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import terminus

@Suite struct `The log` {
    /// What a hostile message puts into its ids: quotes, ends of lines, bytes that are no UTF-8.
    private let hostile: [[UInt8]] = [
        Sample.message("t-2", messageID: #"a\nb\"c\\d"#, contract: #"e\r\nf"#),
        Sample.message("t-3", contract: "\u{2028}\u{85}\u{9B}1m\u{202E}\u{200B}", reason: "unknown"),
        Array("{\"messageId\":\"".utf8) + [0xFF, 0xFE, 0x0A] + Array("\",\"contractId\":\"".utf8) + [0xC0]
            + Array("\"}".utf8),
    ]

    private func log(_ purpose: String, format: String) throws -> String {
        var text = ""
        try TestEnvironment.with(purpose) { environment in
            let billing = try environment.subscriber()
            let worker = try environment.startWorker("--log-format", format)
            try environment.publish([Sample.message("t-1")] + hostile)
            #expect(billing.take(4).count == 4)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            text = worker.errorText
        }
        return text
    }

    @Test func `in JSON is one object a line with a time, a level and a message, whatever a message holds`() throws {
        let lines = try log("log-json", format: "json").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.last == "")
        let objects = try lines.dropLast().map { try #require(try JSONValue(parsing: Array($0.utf8)).object) }
        for object in objects {
            #expect(object["time"]?.string.flatMap { Instant(rfc3339: $0) } != nil)
            #expect(object["level"]?.string.flatMap(Logger.Level.init(rawValue:)) != nil)
            #expect(object["message"]?.string?.isEmpty == false)
        }
        let refused = objects.filter { $0["message"]?.string == "Message refused" }
        #expect(refused.count == 3, "one line a refused message")
        #expect(refused.contains { $0["message.id"]?.string == "m-t-3" })
        #expect(!objects.contains { $0["message.id"]?.string == "m-t-1" }, "none an accepted one")
    }

    @Test func `in text is one line an entry too`() throws {
        let lines = try log("log-text", format: "text").split(separator: "\n")
        #expect(lines.count { $0.contains("Message refused") } == 3)
        #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.isPrintable } })
        for line in lines { #expect(line.prefixMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) != nil, "\(line)") }
    }

    @Test func `in JSON keeps metadata apart from what the entry says of itself`() throws {
        var handler = JSONLogHandler()
        handler.metadata = ["level": "mine", "a": ["x": ["1", "2\n"]]]
        handler.metadataProvider = .init { ["b": "provided"] }
        let event = LogEvent(
            level: .notice,
            message: "Two\nlines \u{0}",
            metadata: ["c": .stringConvertible(3), "time": "now"],
            source: "tests",
            file: "",
            function: "",
            line: 1
        )
        let time = try #require(Instant(secondsSinceEpoch: 0))
        #expect(
            String(decoding: handler.line(event, at: time), as: UTF8.self) == """
                {"time":"1970-01-01T00:00:00Z","level":"notice","message":"Two\\nlines \\u0000",\
                "a":{"x":["1","2\\n"]},"b":"provided","c":"3","metadata.level":"mine","metadata.time":"now"}

                """
        )
    }
}
