import GRDB
public import Terminations

/// Events that are published again: which, fixed when it begins, and up to where the broker has confirmed them.
public struct RepublishRun: Sendable, Equatable {
    /// From 1: by it a run is resumed.
    public let number: Int64
    public let startedAt: Instant
    public let startedBy: String
    /// The way by which it was asked for.
    public let via: Actor.Way
    /// The queue that gets them; nil for the exchange, so that everybody does.
    public let queue: String?
    public let contractID: String?
    public let types: [EventType]
    public let first: Int64
    public let last: Int64
    /// How many events are meant.
    public let total: Int
    /// Everything that is meant up to here is confirmed, or was not taken.
    public let position: Int64
    /// How many of them are confirmed.
    public let published: Int
    /// How many of them were not taken: they are tried first when it goes on.
    public let notTaken: Int

    public var isFinished: Bool { position >= last && notTaken == 0 }

    /// What is meant.
    public var filter: EventFilter {
        EventFilter(contractID: contractID, types: Set(types), first: first, last: last)
    }
}

extension RepublishRun {
    init(_ row: Row) throws {
        number = row["number"]
        startedAt = Instant(milliseconds: row["started_at"])
        startedBy = row["started_by"]
        via = try Actor.Way(stored: row["via"])
        queue = row["queue"]
        contractID = row["contract_id"]
        guard let names = (try? JSONValue(kept: row["types"] as String))?.array else {
            throw LedgerError(.damaged, "The types of a republication cannot be read.")
        }
        types = names.compactMap { $0.string.flatMap(EventType.init(rawValue:)) }
        first = row["first"]
        last = row["last"]
        total = row["total"]
        position = row["position"]
        published = row["published"]
        notTaken = row["not_taken"]
    }

    static func fetch(_ database: Database, _ number: Int64) throws -> RepublishRun? {
        try Row.fetchOne(database, sql: "\(selection) WHERE number = ?", arguments: [number]).map(RepublishRun.init)
    }

    static let selection = """
        SELECT *, (SELECT count(*) FROM republish_failures WHERE run = number) AS not_taken FROM republish_runs
        """
}

/// An event of a run that the broker did not take, or that waits behind such a one of its contract.
public struct RepublishFailure: Sendable, Equatable {
    public let sequence: Int64
    /// As the end of a sentence, without a full stop.
    public let reason: String

    public init(sequence: Int64, reason: String) {
        self.sequence = sequence
        self.reason = reason
    }
}
