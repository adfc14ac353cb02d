import ArgumentParser
import Foundation
import Terminations

/// A point in time on the command line: an instant, a day, or how long ago.
struct Moment: ExpressibleByArgument, Sendable {
    let instant: Instant

    /// `2026-03-01T09:00:00+01:00`; `2026-03-01`, its beginning in UTC; `30m`, `12h`, `7d` ago.
    init?(argument: String) {
        if let instant = Instant(rfc3339: argument) {
            self.instant = instant
        } else if LocalDate(argument) != nil, let instant = Instant(rfc3339: argument + "T00:00:00Z") {
            self.instant = instant
        } else if let unit = argument.last, let seconds = ["m": 60, "h": 3600, "d": 86_400][unit],
            let count = Int64(argument.dropLast()), 0..<1_000_000 ~= count
        {
            instant = Instant.now.advanced(by: .seconds(-count * Int64(seconds)))
        } else {
            return nil
        }
    }
}

extension LocalDate {
    /// Reads a calendar date of the command line: `2026-03-31`.
    ///
    /// - Throws: how a date is written.
    static func argument(_ text: String) throws -> LocalDate {
        if let date = LocalDate(text) { return date }
        // Only where no other order of day and month could be meant.
        let parts = text.split { "-/.".contains($0) }.compactMap { Int($0) }
        let meant = parts.count == 3 && parts[0] > 12 ? LocalDate(year: parts[2], month: parts[1], day: parts[0]) : nil
        throw ValidationError(
            meant.map { "Dates are written year, month, day: \($0)." }
                ?? "Dates are written YYYY-MM-DD, such as 2027-03-31, and must be in the calendar."
        )
    }
}
