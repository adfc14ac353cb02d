import Foundation
import GRDB
import Ledger
import SplitMix
import Terminations

/// A ledger as a company has after some years, for the console: terminations of three years, dead letters of three months with
/// some sixty causes, and an audit trail.
enum ConsoleSample {
    /// Makes it, or reuses an existing one.
    static func make(_ path: String, terminations: Int, deadLetters: Int, terminus: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        let unfinished = path + ".made"
        for name in [unfinished, unfinished + "-wal", unfinished + "-shm"] {
            try? FileManager.default.removeItem(atPath: name)
        }
        _ = try SeededReportLedger.make(unfinished, terminations: terminations, indexesIDs: true)
        try record(unfinished, deadLetters: deadLetters)
        try act(unfinished, terminus)
        // Nothing waits for the relay: a worker that starts on this ledger begins with its messages.
        let database = try DatabaseQueue(path: unfinished)
        try database.write { database in
            try database.execute(
                sql: "UPDATE relay_cursor SET position = (SELECT coalesce(max(sequence), 0) FROM events)"
            )
        }
        try database.writeWithoutTransaction { database in
            _ = try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try database.close()
        try FileManager.default.moveItem(atPath: unfinished, toPath: path)
    }

    /// Evenly over the last ninety days.
    private static func record(_ path: String, deadLetters count: Int) throws {
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        let recorder = Recorder(ledger: ledger, source: "urn:benchmark")
        let now = Int64(Date.now.timeIntervalSince1970)
        for first in stride(from: 0, to: count, by: 500) {
            let messages = (first..<min(first + 500, count)).map { number in
                let message = IncomingMessage(body: body(number))
                return ReceivedMessage(message: message, parsed: ParsedMessage(message))
            }
            let seconds = now - Int64(90 * 86_400 * (count - first) / count)
            guard let at = Instant(secondsSinceEpoch: seconds) else { continue }
            _ = try recorder.record(messages, at: at)
        }
    }

    /// What people do: discards, and a replay that changes nothing.
    private static func act(_ path: String, _ terminus: String) throws {
        for arguments in [
            ["discard", "--value", "foo", "--yes", "--reason", "Sent by a test system"],
            ["restore", "--customer", "K-7", "--yes", "--reason", "This customer is real"],
            [
                "replay", "--code", "unknown-reason", "--limit", "2000", "--yes", "--reason",
                "To see whether they pass now",
            ],
        ] {
            let usage = try SystemUnderTest(
                [terminus, "dead-letters"] + arguments,
                environment: ["TERMINUS_LEDGER_PATH": path],
                log: path + ".log"
            ).wait()
            // A replay whose dead letters are refused again ends with 1.
            guard [0, 1].contains(usage.exitCode) else {
                throw BenchmarkError("\(arguments[0]) ended with \(usage.exitCode): see \(path).log")
            }
        }
    }

    /// A message with one or more of six faults. Causes differ in size, and so do the values of one cause.
    private static func body(_ number: Int) -> [UInt8] {
        let chance = SplitMix64.hash(UInt64(number))
        // Each fault is half as likely as the one before it.
        let faults = (0..<6).filter { chance >> (10 * $0) & 0x3FF < 512 >> $0 }
        let has = { (fault: Int) in faults.contains(fault) || (faults.isEmpty && fault == 0) }
        let words = ["te-duur", "foo", "prijs", "opzegging", "onbekend", "x\(chance % 500)"]
        var members = [
            "\"messageId\":\"w-\(number)\"", "\"action\":\"terminate\"", "\"terminationId\":\"T-w-\(number)\"",
            "\"customerId\":\"K-\(number % 20_000)\"", "\"contractType\":\"maintenance\"",
            "\"reasonCode\":\"\(has(0) ? words[Int(chance >> 50) % 6] : "price")\"",
            "\"endDate\":\"\(has(1) ? "\(1 + number % 28)-3-2026" : "2026-03-31")\"",
            "\"initiator\":\"\(has(2) ? ["klant", "client"][number % 2] : "customer")\"",
            "\"receivedOn\":\"\(has(3) ? "gisteren" : "2026-02-10")\"",
            "\"note\":\"Opgezegd per telefoon, bevestiging verstuurd.\"",
            "\"contract\":{\"startDate\":\"2024-04-01\",\"termEndDate\":\"\(has(4) ? "2026-02-30" : "2026-09-30")\","
                + "\"noticePeriod\":\"P1M\",\"periodAmount\":1000,\"currency\":\"EUR\"}",
            "\"channel\":\"phone\"", "\"occurredAt\":\"2026-02-10T10:15:00+01:00\"",
        ]
        if !has(5) { members.append("\"contractId\":\"C-w-\(number)\"") }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }
}
