import Crypto
import Foundation
import Synchronization

/// Binds what a person confirms to what the preview showed: the form of a preview carries a token over the session, the
/// action, and each fact that the preview shows, such as the ids with their versions. When it is confirmed, the token is
/// computed again from what is there then.
///
/// Guarantees:
/// - A token of another session, another action or other facts is refused.
/// - What was confirmed once is not done again: the same form is answered with the page that it led to. Another form with the
///   same token is refused, since what it asks for was not done.
/// - Nothing is kept for a preview. The key lives as long as the process.
final class Previews: Sendable {
    /// So many confirmed tokens are remembered; the oldest give way.
    private static let mostRemembered = 1000

    private enum State {
        case started
        /// The path of the page with the outcome.
        case done(String)
    }

    /// What a token confirmed.
    private struct Confirmation {
        /// A code over the form, which itself may hold a message of a MiB with its note.
        let form: String
        var state: State
    }

    private struct Confirmed {
        var byToken: [String: Confirmation] = [:]
        var order: [String] = []
    }

    private let key = SymmetricKey(size: .bits256)
    private let confirmed = Mutex(Confirmed())

    /// The facts of a preview differ from those that were confirmed.
    struct Changed: Error {}

    /// - Parameters:
    ///   - action: what would be done, such as `discard`.
    ///   - facts: in a fixed order.
    func token(_ visit: Visit, for action: String, _ facts: some Sequence<String>) -> String {
        code(of: [visit.session ?? "", action] + facts)
    }

    private func code(of form: Fields) -> String { code(of: form.pairs.flatMap { [$0.name, $0.value] }) }

    private func code(of texts: [String]) -> String {
        var code = HMAC<SHA256>(key: key)
        for text in texts { Self.add(text, to: &code) }
        return code.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// With its length before it, so that no two lists of facts give the same bytes.
    private static func add(_ fact: String, to code: inout HMAC<SHA256>) {
        let bytes = Data(fact.utf8)
        withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { code.update(data: $0) }
        code.update(data: bytes)
    }

    /// The answer to a form that was confirmed before; nil where it was not. Asked before the facts are read again, since the
    /// action has changed them.
    ///
    /// - Throws: ``PageProblem`` where the form has no token, what it confirms is being done right now, or its token
    ///   confirmed another form.
    func answerGivenBefore(_ visit: Visit) throws -> PageAnswer? {
        guard let token = visit.request.form["token"] else {
            throw PageProblem(
                403,
                visit.t("Nothing was confirmed", "Er is niets bevestigd"),
                visit.t(
                    "The form came without the token of its preview. Nothing was changed.",
                    "Het formulier kwam zonder het token van zijn voorbeeld. Er is niets gewijzigd."
                ),
                remedy: visit.t(
                    "Go back, look at the preview and confirm it there.",
                    "Ga terug, bekijk het voorbeeld en bevestig het daar."
                )
            )
        }
        guard let earlier = confirmed.withLock({ $0.byToken[token] }) else { return nil }
        switch earlier.state {
        case .done(let path):
            guard earlier.form == code(of: visit.request.form) else { throw Self.isAnother(visit, path) }
            return .seeOther(visit.configuration.basePath + path)
        case .started:
            throw PageProblem(
                409,
                visit.t("This is being done", "Dit wordt al gedaan"),
                visit.t(
                    "The same form was confirmed a moment ago, and its action has not ended yet.",
                    "Hetzelfde formulier is net bevestigd, en de actie is nog niet klaar."
                ),
                remedy: visit.t("Look again in a moment.", "Kijk zo weer.")
            )
        }
    }

    /// Does what the preview showed, once.
    ///
    /// - Parameter work: returns the path, without the base path, of the page with the outcome.
    /// - Throws: ``Changed`` where the token is not the one of these facts: the page answers 409 with a new preview. What
    ///   `work` throws; the form can then be confirmed again.
    func confirm(
        _ visit: Visit,
        _ action: String,
        _ facts: some Sequence<String>,
        _ work: () throws -> String
    ) throws -> PageAnswer {
        if let answer = try answerGivenBefore(visit) { return answer }
        let token = token(visit, for: action, facts)
        guard visit.request.form["token"] == token else { throw Changed() }
        let form = code(of: visit.request.form)
        let isFirst = confirmed.withLock { confirmed in
            guard confirmed.byToken[token] == nil else { return false }
            confirmed.byToken[token] = Confirmation(form: form, state: .started)
            confirmed.order.append(token)
            if confirmed.order.count > Self.mostRemembered {
                confirmed.byToken[confirmed.order.removeFirst()] = nil
            }
            return true
        }
        guard isFirst else { return try answerGivenBefore(visit) ?? .seeOther(visit.url("/")) }
        do {
            let path = try work()
            confirmed.withLock { $0.byToken[token]?.state = .done(path) }
            return .seeOther(visit.configuration.basePath + path)
        } catch {
            confirmed.withLock { confirmed in
                confirmed.byToken[token] = nil
                confirmed.order.removeAll { $0 == token }
            }
            throw error
        }
    }

    private static func isAnother(_ visit: Visit, _ path: String) -> PageProblem {
        let t = visit.t
        return PageProblem(
            409,
            t("This preview was confirmed already", "Dit voorbeeld is al bevestigd"),
            t(
                "It was confirmed with other entries than those of this form. Only the first form was carried out; nothing was done for this one.",
                "Het is bevestigd met andere gegevens dan die van dit formulier. Alleen het eerste formulier is uitgevoerd; voor dit formulier is niets gedaan."
            ),
            remedy: t(
                "Look at what was done. To do something else, make a new preview.",
                "Bekijk wat er is gedaan. Maak een nieuw voorbeeld om iets anders te doen."
            ),
            link: (text(of: path, t), visit.url(path))
        )
    }

    /// Names the page of an outcome.
    private static func text(of path: String, _ t: Language) -> String {
        let parts = path.prefix { $0 != "?" }.split(separator: "/")
        switch (parts.first, parts.dropFirst().first) {
        case ("actions", let number?): return t("To action \(number)", "Naar actie \(number)")
        case ("replays", let number?): return t("To replay \(number)", "Naar herhaling \(number)")
        case ("settings", let number?):
            return t("To version \(number) of the settings", "Naar versie \(number) van de instellingen")
        default: return t("To the outcome", "Naar de uitkomst")
        }
    }
}
