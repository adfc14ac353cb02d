import JSON
import Ledger
import Logging
import RabbitMQ
import Terminations
public import Threads
import Worker

/// The broker that events are published to again.
public struct RepublishBroker: Sendable {
    public let connection: ConnectionConfiguration
    /// The exchange for events.
    public let exchange: String
    public let logger: Logger

    public init(connection: ConnectionConfiguration, exchange: String, logger: Logger) {
        self.connection = connection
        self.exchange = exchange
        self.logger = logger
    }

    /// - Parameter queue: nil for the exchange.
    /// - Throws: ``ApplicationError`` with `notConfigured` where it does not exist.
    func requireTarget(_ queue: String?) throws {
        if let queue {
            guard try Broker.queueStatus(queue, on: connection) == nil else { return }
            throw ApplicationError(
                .notConfigured,
                "The queue \(queue) does not exist.",
                "De queue \(queue) bestaat niet.",
                remedy: .declareQueue
            )
        }
        guard try !Broker.exchangeExists(exchange, on: connection) else { return }
        throw ApplicationError(
            .notConfigured,
            "The exchange \(exchange) does not exist.",
            "De exchange \(exchange) bestaat niet.",
            remedy: .declareTopology
        )
    }
}

/// Publishes events again that the relay has published, with the same ids and in the same order.
public struct RepublishEvents: Sendable {
    public enum Target: Sendable, Equatable {
        /// One queue alone, which is bound, or will be, by these patterns. No pattern means the events of terminations.
        case queue(String, bindings: [TopicPattern])
        /// The exchange: every subscriber gets them again.
        case exchange
    }

    public let target: Target
    public let filter: EventFilter

    public init(_ filter: EventFilter, to target: Target) {
        self.filter = filter
        self.target = target
    }

    fileprivate var queue: String? {
        if case .queue(let name, _) = target { name } else { nil }
    }

    /// The types that reach the target; none for all.
    fileprivate var types: Set<EventType> {
        guard case .queue(_, let bindings) = target, filter.types.isEmpty else { return filter.types }
        let bound = EventType.allCases.filter { type in
            bindings.isEmpty ? !type.mayBeUnroutable : bindings.contains { $0.matches(type.rawValue) }
        }
        return bound.count == EventType.allCases.count ? [] : Set(bound)
    }
}

/// Continues a republication that did not come to its end.
public struct ResumeRepublication: Sendable {
    public let run: Int64

    public init(_ run: Int64) { self.run = run }
}

extension Application {
    /// Which events would be published.
    ///
    /// - Throws: ``ApplicationError`` with `notFound` where the first of them were removed from the log.
    public func plan(_ action: RepublishEvents, on broker: RepublishBroker) throws -> RepublishPlan {
        let kept = try ledger.keptEvents()
        if let first = action.filter.first, first < kept.first, kept.last > 0 {
            throw ApplicationError(
                .notFound,
                "Events \(first) to \(kept.first - 1) were removed from the log.",
                "Events \(first) tot en met \(kept.first - 1) zijn uit het log verwijderd.",
                remedy: .republishFrom(position: kept.first)
            )
        }
        var filter = action.filter
        // The rest is published by the relay.
        filter.last = min(filter.last ?? .max, try ledger.relayPosition())
        filter.types = action.types
        let selection = try ledger.select(filter)
        return RepublishPlan(
            action: action,
            total: try ledger.count(selection),
            leftOut: try leftOut(by: filter, action),
            firstKept: kept.first,
            selection: selection,
            ledger: ledger,
            broker: broker
        )
    }

    /// How many events of the same filter there are of types that do not reach the queue, in the order of the types.
    private func leftOut(
        by filter: EventFilter,
        _ action: RepublishEvents
    ) throws -> [(type: EventType, count: Int)] {
        guard action.queue != nil, action.filter.types.isEmpty, !filter.types.isEmpty else { return [] }
        return try EventType.allCases.filter { !filter.types.contains($0) }.compactMap { type in
            var rest = filter
            rest.types = [type]
            let count = try ledger.count(try ledger.select(rest))
            return count == 0 ? nil : (type, count)
        }
    }

    /// - Throws: ``ApplicationError`` with `notFound` where there is no such run.
    public func plan(
        _ action: ResumeRepublication,
        on broker: RepublishBroker
    ) throws -> RepublishContinuation {
        guard let run = try ledger.republishRun(action.run) else {
            let unfinished = try ledger.unfinishedRepublications().map(\.number)
            throw ApplicationError(
                .notFound,
                "There is no run \(action.run).",
                "Er is geen herpublicatie \(action.run).",
                remedy: .chooseUnfinishedRepublication(unfinished)
            )
        }
        return RepublishContinuation(run: run, ledger: ledger, broker: broker)
    }
}

/// Events that would be published again. Which is fixed: what is recorded later is not among them.
public struct RepublishPlan {
    public let action: RepublishEvents
    public let total: Int
    /// How many events of the same filter do not reach the queue, by type.
    public let leftOut: [(type: EventType, count: Int)]
    /// The first event that the log still has.
    public let firstKept: Int64
    fileprivate let selection: EventSelection
    fileprivate let ledger: Ledger
    fileprivate let broker: RepublishBroker

    /// Finds out whether the target exists, before anybody is asked.
    public func requireTarget() throws { try broker.requireTarget(action.queue) }

    /// Fixes in the ledger which events are meant. Nothing is published yet.
    public func begin(by actor: Actor) throws -> RepublishContinuation {
        try requireTarget()
        let run = try retryWhileLocked { () throws(LedgerError) in
            try ledger.startRepublishing(
                selection,
                contractID: action.filter.contractID,
                total: total,
                queue: action.queue,
                by: actor,
                at: .now
            )
        }
        return RepublishContinuation(run: run, ledger: ledger, broker: broker)
    }

    /// One JSON object: the answer of a dry run, and where there is nothing to publish.
    public func write(to json: inout JSONWriter, isDryRun: Bool) {
        json.beginObject()
        json.name("dryRun")
        json.bool(isDryRun)
        json.name("total")
        json.integer(total)
        json.name("leftOut")
        json.beginObject()
        for (type, count) in leftOut {
            json.name(escaping: type.rawValue)
            json.integer(count)
        }
        json.endObject()
        json.endObject()
    }
}

/// A republication that has begun.
public struct RepublishContinuation {
    /// As it stood when this was read.
    public let run: RepublishRun
    fileprivate let ledger: Ledger
    fileprivate let broker: RepublishBroker

    /// Publishes the events that are left, those first that were not taken before.
    ///
    /// Blocks the calling thread.
    ///
    /// - Parameters:
    ///   - rate: events a second; as many as the broker takes when nil.
    ///   - progress: how many were published, of those that were left.
    public func execute(
        rate: Int? = nil,
        stop: StopRequest = StopRequest(),
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> RepublishOutcome {
        if !run.isFinished { try broker.requireTarget(run.queue) }
        let job = RepublishJob(
            ledger: ledger,
            connection: broker.connection,
            exchange: broker.exchange,
            logger: broker.logger,
            stop: stop
        )
        let (ending, after) = try job.run(run, rate: rate) { now in
            progress(now.published - run.published, run.total - run.published)
        }
        return RepublishOutcome(
            run: after,
            publishedBefore: run.published,
            failures: try ledger.failures(of: after, limit: Self.namedFailures),
            ending: ending
        )
    }

    /// More of those that were not taken are only counted.
    private static let namedFailures = 100
}

/// What a republication did.
public struct RepublishOutcome: Sendable {
    public let run: RepublishRun
    /// How many of its events were published before it was resumed.
    public let publishedBefore: Int
    /// The first of those that the broker did not take.
    public let failures: [RepublishFailure]
    fileprivate let ending: RepublishJob.Ending

    /// Requires that everything was published.
    ///
    /// - Throws: ``ApplicationError`` with `incomplete` or `interrupted`.
    public func requireFinished() throws(ApplicationError) {
        switch ending {
        case .finished where run.notTaken == 0: return
        case .finished:
            throw ApplicationError(
                .incomplete,
                "The broker did not take \(run.notTaken.grouped) event\(run.notTaken == 1 ? "" : "s").",
                "De broker nam \(run.notTaken.groupedInDutch) event\(run.notTaken == 1 ? "" : "s") niet aan.",
                remedy: .resumeRepublicationWithFailures(number: run.number)
            )
        case .stopped:
            throw ApplicationError(
                .interrupted,
                "It was interrupted; \((run.total - run.published).grouped) are left.",
                "Onderbroken; er resten er \((run.total - run.published).groupedInDutch).",
                remedy: .resumeRepublication(number: run.number)
            )
        case .notTaken(let sequence, let reason):
            throw ApplicationError(
                .incomplete,
                "The broker did not take event \(sequence): \(reason).",
                "De broker nam event \(sequence) niet aan: \(reason).",
                remedy: .resumeRepublicationLater(number: run.number)
            )
        case .removed(let through):
            throw ApplicationError(
                .incomplete,
                "Events up to \(through) were removed from the log meanwhile: they cannot be published any more.",
                "Events tot en met \(through) zijn intussen uit het log verwijderd en niet meer te publiceren.",
                remedy: .republishRestFrom(position: through + 1)
            )
        }
    }

    /// One JSON object.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("run")
        json.integer(run.number)
        json.name("queue")
        json.stringOrNull(run.queue)
        json.name("finished")
        json.bool(run.isFinished)
        json.name("total")
        json.integer(run.total)
        json.name("published")
        json.integer(run.published)
        json.name("publishedBefore")
        json.integer(publishedBefore)
        json.name("position")
        json.integer(run.position)
        json.name("notTaken")
        json.integer(run.notTaken)
        json.name("failures")
        json.beginArray()
        for failure in failures {
            json.beginObject()
            json.name("position")
            json.integer(failure.sequence)
            json.name("reason")
            json.string(failure.reason)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}
