import Foundation
import Logging

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
                case .text: StreamLogHandler(label: label, stream: LogLines())
                case .json: JSONLogHandler()
                }
            handler.logLevel = level
            return handler
        }
        return Logger(label: "terminus")
    }
}

/// Writes each entry as one line to standard error, whatever it contains.
private struct LogLines: TextOutputStream, Sendable {
    /// - Parameter entry: a whole entry with the end of its line, as `StreamLogHandler` hands it over.
    mutating func write(_ entry: String) {
        Console.note(String(entry.dropLast()).printable)
    }
}
