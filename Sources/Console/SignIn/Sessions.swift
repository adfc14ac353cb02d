import Crypto
import Foundation
import Synchronization
import Terminations

/// A random token that only its holder knows: 256 bits in hexadecimal. Only its hash is kept.
struct Token: Sendable {
    let text: String

    init() {
        text = (0..<32).map { _ in String(UInt8.random(in: 0...255), radix: 16).leftPadded }.joined()
    }

    init(_ text: String) { self.text = text }

    var hash: SHA256Digest { SHA256.hash(data: Data(text.utf8)) }
}

extension String {
    fileprivate var leftPadded: String { count == 1 ? "0" + self : self }
}

/// Who has signed in. Sessions are in memory: a restart of the console signs everybody out.
final class Sessions: Sendable {
    /// A session ends when nothing was asked for so long, and in any case after the second span.
    static let longestIdle = Duration.seconds(30 * 60)
    static let longest = Duration.seconds(12 * 3600)
    /// The one that was not used for the longest time gives way.
    static let most = 1000

    private struct Session {
        let person: Person
        let startedAt: Instant
        var usedAt: Instant

        func isOver(at now: Instant) -> Bool {
            usedAt.duration(until: now) > Sessions.longestIdle || startedAt.duration(until: now) > Sessions.longest
        }
    }

    private let sessions = Mutex<[SHA256Digest: Session]>([:])

    /// - Returns: the token that the person's browser keeps.
    func start(for person: Person, at now: Instant) -> Token {
        let token = Token()
        sessions.withLock { sessions in
            sessions = sessions.filter { !$0.value.isOver(at: now) }
            if sessions.count >= Sessions.most, let oldest = sessions.min(by: { $0.value.usedAt < $1.value.usedAt }) {
                sessions[oldest.key] = nil
            }
            sessions[token.hash] = Session(person: person, startedAt: now, usedAt: now)
        }
        return token
    }

    /// Nil where there is no such session, or it is over.
    func person(with token: Token, at now: Instant) -> Person? {
        let hash = token.hash
        return sessions.withLock { sessions in
            guard let session = sessions[hash] else { return nil }
            guard !session.isOver(at: now) else {
                sessions[hash] = nil
                return nil
            }
            sessions[hash]?.usedAt = now
            return session.person
        }
    }

    func end(_ token: Token) { sessions.withLock { $0[token.hash] = nil } }
}

/// The link that the start prints: who opens it on this machine is signed in, once.
final class OneTimeLink: Sendable {
    static let longest = Duration.seconds(3600)

    private let kept: Mutex<(hash: SHA256Digest, madeAt: Instant)?>

    private init(_ token: Token, _ now: Instant) { kept = Mutex((token.hash, now)) }

    static func make(at now: Instant) -> (link: OneTimeLink, token: Token) {
        let token = Token()
        return (OneTimeLink(token, now), token)
    }

    /// - Returns: whether it is the token, and nobody has used it yet.
    func redeem(_ token: Token, at now: Instant) -> Bool {
        kept.withLock { kept in
            guard let link = kept, link.hash == token.hash, link.madeAt.duration(until: now) <= OneTimeLink.longest
            else { return false }
            kept = nil
            return true
        }
    }
}
