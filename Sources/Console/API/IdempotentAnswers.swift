import Crypto
import Foundation
import GRDB
import JSON
import Synchronization
import Terminations

/// Carries out a request once for an `Idempotency-Key`: who sends it again gets the answer that the first one got.
///
/// - The key is kept before the work begins, with the ``ProcessClaim`` of the console that does it. While that process runs, a
///   repetition hears so, whichever console it asks.
/// - Where the process ends in between, what became of the work is not known: a repetition is refused then, instead of doing
///   it twice.
/// - A replay or an undo has a number before it changes anything, and the number is kept with the key. Where the process ended in
///   the middle of it, a repetition continues it.
final class IdempotentAnswers: Sendable {
    /// How long an answer is kept.
    static let kept = Duration.seconds(24 * 3600)

    private let store: ConsoleStore
    private let jobs: RunningJobs
    /// What this process carries out at this moment.
    private let running = Mutex<Set<Running>>([])

    private struct Running: Hashable {
        let token: String
        let key: String
    }

    init(_ store: ConsoleStore, _ jobs: RunningJobs) {
        self.store = store
        self.jobs = jobs
    }

    private enum Earlier {
        case none
        case answered(PageAnswer)
        case other
        /// A process works on it, perhaps this one.
        case inProgress
        case unanswered
        /// The process that has begun it is gone; with the answer that it gave.
        case abandoned(RunningJobs.Name, PageAnswer?)
    }

    /// - Parameter work: where ``APIVisit/continued`` is set, it continues this job.
    func answer(_ key: String, _ visit: APIVisit, _ work: () throws -> PageAnswer) throws -> PageAnswer {
        guard 1...255 ~= key.utf8.count, key.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw APIProblem.parameter(
                "Idempotency-Key",
                .unknownValue,
                "The Idempotency-Key has 1 to 255 visible ASCII characters: a UUID is one."
            )
        }
        let request = Running(token: visit.tokenName, key: key)
        let isFirst = running.withLock { $0.insert(request).inserted }
        defer { if isFirst { running.withLock { _ = $0.remove(request) } } }
        switch try earlier(key, visit, begins: isFirst) {
        case .answered(let answer): return answer
        case .other:
            throw APIProblem(
                .keyReused,
                "Another request was sent with this Idempotency-Key. Send a new key for a new request."
            )
        case .none where !isFirst, .unanswered where !isFirst, .abandoned where !isFirst, .inProgress:
            throw APIProblem(
                .inProgress,
                "The first request with this Idempotency-Key is still being carried out. Send it again in a moment: it gets "
                    + "the answer of the first one.",
                headers: [("retry-after", "2")]
            )
        case .unanswered:
            throw APIProblem(
                .unknownOutcome,
                "The outcome of the request with this Idempotency-Key is not known: it failed on the way, or the console ended "
                    + "while it was carried out. Look at \(visit.path("/actions")), \(visit.path("/replays")) and "
                    + "\(visit.path("/audit")) before you send it with a new key."
            )
        case .abandoned(let job, let first):
            visit.continues(job)
            let answer = try work()
            // The repetition is told what the first one was.
            if let first { return first }
            try? end(key, visit, answer)
            return answer
        case .none: break
        }
        visit.onBegin { [store, token = visit.tokenName] job in try? Self.keep(job, key, token, store) }
        let answer: PageAnswer
        do {
            answer = try work()
        } catch {
            // A request that changed nothing may be corrected, and sent again with the same key. A key that cannot be removed
            // is refused as one of an unknown outcome, which does nothing twice.
            if visit.hasBegun { try? release(key, visit) } else { try? forget(key, visit) }
            throw error
        }
        // Where the answer cannot be kept, what was done stays done: the key is not free again.
        try? end(key, visit, answer)
        return answer
    }

    private func forget(_ key: String, _ visit: APIVisit) throws {
        try store.write { database in
            try database.execute(
                sql: "DELETE FROM idempotency_keys WHERE token = ? AND key = ?",
                arguments: [visit.tokenName, key]
            )
        }
    }

    /// Nobody works on it any more, and what it has done is not known.
    private func release(_ key: String, _ visit: APIVisit) throws {
        try store.write { database in
            try database.execute(
                sql: "UPDATE idempotency_keys SET claim = NULL WHERE token = ? AND key = ?",
                arguments: [visit.tokenName, key]
            )
        }
    }

    private static func keep(
        _ job: RunningJobs.Name,
        _ key: String,
        _ token: String,
        _ store: ConsoleStore
    ) throws {
        try store.write { database in
            try database.execute(
                sql: "UPDATE idempotency_keys SET job = ? WHERE token = ? AND key = ?",
                arguments: [job.text, token, key]
            )
        }
    }

    /// - Parameter begins: whether to keep the key where it is new, and to take over what a process has left that is gone.
    private func earlier(_ key: String, _ visit: APIVisit, begins: Bool) throws -> Earlier {
        var hash = SHA256()
        let request = visit.request
        let query = request.query.pairs.flatMap { [$0.name, $0.value] }
        for part in ([request.method, request.path] + query).map({ Data($0.utf8) }) + [Data(request.body)] {
            withUnsafeBytes(of: UInt64(part.count).littleEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: part)
        }
        let digest = Data(hash.finalize())
        let oldest = visit.now.advanced(by: .zero - Self.kept)
        let claim = store.claim
        // Others must see the lock as soon as they see the key.
        try claim.take()
        return try store.write { database in
            // Texts compare as the instants do, except for fractions of a second.
            try database.execute(
                sql: "DELETE FROM idempotency_keys WHERE created_at < ?",
                arguments: [oldest.description]
            )
            let row = try Row.fetchOne(
                database,
                sql: "SELECT * FROM idempotency_keys WHERE token = ? AND key = ?",
                arguments: [visit.tokenName, key]
            )
            guard let row else {
                guard begins else { return .none }
                try database.execute(
                    sql: """
                        INSERT INTO idempotency_keys (token, key, request_digest, created_at, claim) VALUES (?, ?, ?, ?, ?)
                        """,
                    arguments: [visit.tokenName, key, digest, visit.now.description, claim.number]
                )
                return .none
            }
            guard row["request_digest"] as Data == digest else { return .other }
            let answer = (row["status"] as Int?).map {
                Self.answer($0, row["headers"] as String? ?? "", row["body"] as Data? ?? Data())
            }
            let holder = row["claim"] as Int64?
            let isElsewhere = holder.map { $0 != claim.number && claim.isHeld($0) } ?? false
            guard let job = (row["job"] as String?).flatMap(RunningJobs.Name.init(text:)) else {
                if let answer { return .answered(answer) }
                return isElsewhere ? .inProgress : .unanswered
            }
            // Its process carries it out, or has the first request still to answer.
            if isElsewhere || jobs.isRunning(job) { return answer.map { .answered($0) } ?? .inProgress }
            guard begins else { return .abandoned(job, answer) }
            try database.execute(
                sql: "UPDATE idempotency_keys SET claim = ? WHERE token = ? AND key = ?",
                arguments: [claim.number, visit.tokenName, key]
            )
            return .abandoned(job, answer)
        }
    }

    private func end(_ key: String, _ visit: APIVisit, _ answer: PageAnswer) throws {
        let headers = [("content-type", answer.contentType)] + answer.headers.map { ($0.name, $0.value) }
        try store.write { database in
            try database.execute(
                sql: "UPDATE idempotency_keys SET status = ?, headers = ?, body = ? WHERE token = ? AND key = ?",
                arguments: [
                    answer.status, headers.map { "\($0.0): \($0.1)" }.joined(separator: "\n"), Data(answer.body),
                    visit.tokenName, key,
                ]
            )
        }
    }

    private static func answer(_ status: Int, _ headers: String, _ body: Data) -> PageAnswer {
        var fields = headers.split(separator: "\n").compactMap { line -> (name: String, value: String)? in
            guard let end = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<end]), String(line[end...].dropFirst(2)))
        }
        let type = fields.first { $0.name == "content-type" }?.value ?? MediaType.json
        fields.removeAll { $0.name == "content-type" }
        return PageAnswer(status: status, contentType: type, body: Array(body), headers: fields)
    }
}

extension ConsoleStore {
    /// No repetition continues the job from now on: it is complete, or it was ended on purpose.
    func forget(_ job: RunningJobs.Name) {
        // A console in which nobody has used a key has no file to write.
        let isKept = try? read { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM idempotency_keys WHERE job = ?)",
                arguments: [job.text]
            ) ?? false
        }
        guard isKept ?? false else { return }
        try? write { database in
            try database.execute(sql: "UPDATE idempotency_keys SET job = NULL WHERE job = ?", arguments: [job.text])
        }
    }
}
