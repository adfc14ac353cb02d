import Foundation
import Logging
import Terminations

extension TerminusConfiguration {
    /// Makes the process's logger: to standard error, so that standard output holds only what a command answers.
    ///
    /// - Parameter standard: the level where none is configured.
    func makeLogger(standard: Logger.Level = .warning) -> Logger {
        let format = logFormat
        let level = logLevel ?? standard
        LoggingSystem.bootstrap { label in
            var handler: any LogHandler =
                switch format {
                case .text: StreamLogHandler.standardError(label: label)
                case .json: JSONLogHandler()
                }
            handler.logLevel = level
            return handler
        }
        return Logger(label: "terminus")
    }
}

/// Writes each log entry as one JSON object on one line.
struct JSONLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = JSONWriter()
        line.beginObject()
        line.name("time")
        line.instant(Instant.now)
        line.name("level")
        line.string(event.level.rawValue)
        line.name("message")
        line.string(event.message.description)
        let values = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            line.name(escaping: key)
            line.string(value.description)
        }
        line.endObject()
        Console.noteInline(String(decoding: line.bytes, as: UTF8.self) + "\n")
    }
}
