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
                case .text: StreamLogHandler.standardError(label: label)
                case .json: JSONLogHandler()
                }
            handler.logLevel = level
            return handler
        }
        return Logger(label: "terminus")
    }
}
