import Foundation
import Synchronization

/// A time zone of the IANA database, by its name, such as `Europe/Amsterdam` or `UTC`.
///
/// Independent of the host's own zone. The rules come from the ICU data in Foundation.
public struct Zone: Hashable, Sendable {
    /// The name as it was given; `Asia/Calcutta` stays `Asia/Calcutta`.
    public let name: String
    private let timeZone: TimeZone

    /// The zone of this exact name, or nil where the IANA database has none.
    ///
    /// Offsets such as `GMT+5` or `+01:00` are not zones, because they have no daylight saving time.
    public init?(_ name: some StringProtocol) {
        let name = String(name)
        // Compared by bytes, because a dictionary takes the Kelvin sign for a K.
        if let known = Self.known.withLock({ $0[name] }), known.name.hasSameBytes(as: name) {
            self = known
            return
        }
        guard Self.isIANAName(name), let timeZone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.timeZone = timeZone
        Self.known.withLock { [self] in $0[name] = self }
    }

    /// A cache, because nearly every message names a zone, and mostly the same one. It holds at most the names of the
    /// database, some hundreds.
    private static let known = Mutex<[String: Zone]>([:])

    /// The edition of the IANA database, such as `2025b`.
    ///
    /// The reference also makes the linker include the zones. In a static build the part of Foundation that contains them is
    /// linked only where one of its symbols is referenced, which `TimeZone(identifier:)` does not do (Swift 6.3.1).
    public static var databaseVersion: String { TimeZone.timeZoneDataVersion }

    /// The local date in the zone at the instant, kept within 0001-01-01 and 9999-12-31.
    public func localDate(at instant: Instant) -> LocalDate {
        let seconds = Int(instant.secondsSinceEpoch)
        let local = seconds + offset(at: seconds)
        let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        return LocalDate(daysSinceEpoch: 0).adding(days: day)
    }

    /// The local hours and minutes in the zone at the instant.
    public func localTime(at instant: Instant) -> (hour: Int, minute: Int) {
        let seconds = Int(instant.secondsSinceEpoch)
        let local = seconds + offset(at: seconds)
        let second = (local % 86_400 + 86_400) % 86_400
        return (second / 3600, second / 60 % 60)
    }

    /// The first instant after which the zone's clocks never again show the day or an earlier one.
    ///
    /// It is usually the next local midnight. Where the clocks jump over midnight it is the jump, and where they are set back
    /// over midnight it is the second midnight. It is at most ``Instant/latest``.
    public func startOfDay(after day: LocalDate) -> Instant {
        let midnight = (day.daysSinceEpoch + 1) * 86_400
        // Every offset ever used is less than 16 hours from UTC, so the result is between these two.
        var low = midnight - 16 * 3600
        var high = midnight + 16 * 3600
        let before = offset(at: low)
        let after = offset(at: high)
        guard before != after else { return .clamping(secondsSinceEpoch: Int64(midnight - before)) }
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(at: middle) == before { low = middle } else { high = middle }
        }
        let transition = high
        let start =
            // Set back to before midnight: it comes again.
            if midnight - after > transition {
                midnight - after
            } else {
                min(midnight - before, transition)
            }
        return .clamping(secondsSinceEpoch: Int64(start))
    }

    /// The instant at which the zone's clocks show this second of the day: the earlier one where they show it twice, nil
    /// where they jump over it.
    ///
    /// - Parameter second: 0 for midnight.
    public func instant(of day: LocalDate, second: Int) -> Instant? {
        let local = day.daysSinceEpoch * 86_400 + second
        // The offsets before and after a change on this day.
        for offset in [offset(at: local - 86_400), offset(at: local + 86_400)]
        where self.offset(at: local - offset) == offset {
            return .clamping(secondsSinceEpoch: Int64(local - offset))
        }
        return nil
    }

    /// Seconds east of UTC.
    private func offset(at seconds: Int) -> Int {
        timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
    }

    public static func == (left: Zone, right: Zone) -> Bool {
        left.name == right.name
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}

extension Zone: CustomStringConvertible {
    public var description: String { name }
}

extension Zone {
    /// Foundation also accepts names that are not IANA's (`PST`, `SystemV/AST4`, `GMT+5`).
    private static func isIANAName(_ name: String) -> Bool {
        guard name.utf8.allSatisfy({ 0x21..<0x7F ~= $0 }) else { return false }
        if name.utf8.contains(UInt8(ascii: "/")) { return !name.hasPrefix("SystemV/") }
        return namesWithoutSlash.contains(name)
    }

    /// From the files `backward`, `etcetera` and others of the IANA database.
    private static let namesWithoutSlash: Set<String> = [
        "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT", "GMT+0", "GMT-0",
        "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya",
        "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK",
        "Singapore", "Turkey", "UCT", "UTC", "Universal", "W-SU", "WET", "Zulu",
    ]
}
