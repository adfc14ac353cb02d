import Crypto
import Foundation
import GRDB
import JSON
import Synchronization
import Terminations

/// Carries out a request once for an `Idempotency-Key`: who sends it again gets the answer that the first one got.
///
/// The key is kept before the work begins. Where the process ends in between, what became of the work is not known: a request
/// with the same key is refused then, instead of doing it twice.
final class IdempotentAnswers: Sendable {
    /// How long an answer is kept.
    static let kept = Duration.seconds(24 * 3600)

    private let store: ConsoleStore
    /// What this process carries out at this moment.
    private let running = Mutex<Set<Running>>([])

    private struct Running: Hashable {
        let token: String
        let key: String
    }

    init(_ store: ConsoleStore) { self.store = store }

    private enum Earlier {
        case none
        case answered(PageAnswer)
        case other
        case unanswered
    }

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
        case .none where !isFirst, .unanswered where !isFirst:
            throw APIProblem(
                .inProgress,
                "The first request with this Idempotency-Key is still being carried out. Send it again in a moment: it gets "
                    + "the answer of the first one.",
                headers: [("retry-after", "2")]
            )
        case .unanswered:
            throw APIProblem(
                .unknownOutcome,
                "The outcome of the request with this Idempotency-Key is not known: it failed on the way, the console ended while "
                    + "it was carried out, or another console carries it out now. Look at \(visit.path("/actions")), "
                    + "\(visit.path("/replays")) and \(visit.path("/audit")) before you send it with a new key."
            )
        case .none: break
        }
        let answer: PageAnswer
        do {
            answer = try work()
        } catch {
            // A request that changed nothing may be corrected, and sent again with the same key. A key that cannot be removed
            // is refused as one of an unknown outcome, which does nothing twice.
            if !visit.hasBegun { try? forget(key, visit) }
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

    /// - Parameter begins: whether to keep the key where it is new.
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
                    sql: "INSERT INTO idempotency_keys (token, key, request_digest, created_at) VALUES (?, ?, ?, ?)",
                    arguments: [visit.tokenName, key, digest, visit.now.description]
                )
                return .none
            }
            guard row["request_digest"] as Data == digest else { return .other }
            guard let status = row["status"] as Int? else { return .unanswered }
            return .answered(Self.answer(status, row["headers"] as String? ?? "", row["body"] as Data? ?? Data()))
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
