import Terminations

/// Who somebody is by the word of an identity provider.
struct Identity: Sendable, Equatable {
    let name: String
    let groups: [String]

    private static let mostBytes = 255

    /// - Returns: nil where the name cannot be shown and written down: empty, too long, or with characters that ``WrittenText``
    ///   refuses.
    init?(name: String, groups: [String]) {
        let name = name.trimmed
        guard !name.isEmpty, name.utf8.count <= Self.mostBytes,
            WrittenText.line.defect(of: name) == nil
        else { return nil }
        self.name = name
        self.groups = groups.map(\.trimmed).filter { !$0.isEmpty }
    }
}

/// Who signs in where a proxy in front of the console has done it, such as oauth2-proxy, Authelia or Apache's
/// mod_auth_openidc.
///
/// Guarantees:
/// - A request counts only when it comes from a named proxy by the address of its connection, or by the console's Unix socket
///   where that is named. Headers such as `X-Forwarded-For` have no say in that.
/// - A header that came more than once is refused: a proxy that adds its header to the sender's own would let anybody in.
public struct ProxySignIn: Sendable {
    public var trustedProxies: [AddressRange]
    /// In lower case.
    public var userHeader: String
    public var groupsHeader: String

    public init(trustedProxies: [AddressRange], userHeader: String, groupsHeader: String) {
        self.trustedProxies = trustedProxies
        self.userHeader = userHeader.lowercased()
        self.groupsHeader = groupsHeader.lowercased()
    }

    func trusts(_ request: PageRequest) -> Bool {
        guard let peer = request.peer else { return false }
        return trustedProxies.contains { $0.contains(peer) }
    }

    /// Whether somebody claims to be signed in.
    func isClaimed(by request: PageRequest) -> Bool {
        request.headers[userHeader] != nil || request.headers[groupsHeader] != nil
            || request.headers["authorization"]?.lowercased().hasPrefix("bearer ") == true
    }

    func identity(of request: PageRequest) throws(SignInRefusal) -> Identity {
        guard trusts(request) else { throw .notProxy }
        for name in [userHeader, groupsHeader] where request.repeatedHeaders.contains(name) {
            throw .unusableHeader(name)
        }
        guard let user = request.headers[userHeader], !user.trimmed.isEmpty else { throw .noUser(userHeader) }
        let groups = (request.headers[groupsHeader] ?? "").split(separator: ",").map(String.init)
        guard let identity = Identity(name: user, groups: groups) else { throw .unusableHeader(userHeader) }
        return identity
    }
}

/// Why somebody who claims to be signed in is not.
enum SignInRefusal: Error, Sendable, Equatable {
    /// The request does not come from a named proxy.
    case notProxy
    case noUser(String)
    case unusableHeader(String)
    /// The proxy sent no signed token.
    case noToken
    case token(TokenFault)
    /// The identity provider could not be asked.
    case unreachable
    /// It did not sign somebody in, with its error code.
    case denied(String)
    /// It did not exchange its code for a token, with its error code.
    case notExchanged(String)
    /// There is no such sign-in under way: it was finished, is older than ten minutes, or is of another browser.
    case unknownSignIn
    case noRole(name: String, groups: [String])
    /// The browser sent the cookies of more than one session.
    case severalSessions

    /// For the log.
    var word: String {
        switch self {
        case .notProxy: "not from the proxy"
        case .noUser: "no user"
        case .unusableHeader: "unusable header"
        case .noToken: "no token"
        case .token(let fault): "token: \(fault)"
        case .unreachable: "provider unreachable"
        case .denied(let code): "denied: \(code)"
        case .notExchanged(let code): "code not exchanged: \(code)"
        case .unknownSignIn: "unknown sign-in"
        case .noRole: "no role"
        case .severalSessions: "several sessions"
        }
    }

    func problem(_ visit: Visit) -> PageProblem {
        let t = visit.t
        let again: PageProblem.Link = (t("Sign in again", "Opnieuw aanmelden"), visit.url("/sign-in"))
        let title = t("Not signed in", "Niet aangemeld")
        switch self {
        case .notProxy:
            return PageProblem(
                403,
                t("Only through the proxy", "Alleen via de proxy"),
                t(
                    "This console accepts only requests from its sign-in proxy, and this one came from another address.",
                    "Deze console neemt alleen verzoeken aan van zijn aanmeldproxy, en dit verzoek kwam van een ander adres."
                ),
                remedy: t(
                    "Open the console at the address of the proxy. If the request did come through the proxy, add the proxy to console.trustedProxies.",
                    "Open de console op het adres van de proxy. Kwam het verzoek wel via de proxy, voeg de proxy dan toe aan console.trustedProxies."
                )
            )
        case .noUser(let header):
            return PageProblem(
                401,
                title,
                t(
                    "The proxy sent no header \(header), which names who has signed in.",
                    "De proxy stuurde geen header \(header), die zegt wie is aangemeld."
                ),
                remedy: t(
                    "Sign in at the proxy. If you have done so, configure the proxy to pass on the header, or set console.proxy.userHeader to the one that it sends.",
                    "Meld je aan bij de proxy. Heb je dat gedaan, laat de proxy de header dan doorgeven, of zet in console.proxy.userHeader welke hij stuurt."
                )
            )
        case .unusableHeader(let header):
            return PageProblem(
                403,
                title,
                t(
                    "The header \(header) came more than once, or holds no name.",
                    "De header \(header) kwam meer dan één keer, of bevat geen naam."
                ),
                remedy: t(
                    "Have the proxy replace the header that a browser sends instead of adding to it.",
                    "Laat de proxy de header van een browser vervangen in plaats van aanvullen."
                )
            )
        case .noToken:
            return PageProblem(
                401,
                title,
                t(
                    "The proxy sent no id token (Authorization: Bearer).",
                    "De proxy stuurde geen id-token (Authorization: Bearer)."
                ),
                remedy: t(
                    "Sign in at the proxy. If you have done so, configure it to pass on the id token, or remove console.oidc.issuer to use its headers instead.",
                    "Meld je aan bij de proxy. Heb je dat gedaan, laat hem dan het id-token doorgeven, of haal console.oidc.issuer weg om zijn headers te gebruiken."
                )
            )
        case .token(let fault):
            return PageProblem(
                401,
                title,
                fault.sentence(t),
                remedy: t(
                    "Sign in again. If that does not help, compare the console's configuration with the identity provider's.",
                    "Meld je opnieuw aan. Helpt dat niet, vergelijk dan de configuratie van de console met die van de identity provider."
                )
            )
        case .unreachable:
            return PageProblem(
                503,
                t("The identity provider does not answer", "De identity provider antwoordt niet"),
                t(
                    "The console could not ask the identity provider, or could not read its answer.",
                    "De console kon de identity provider niet bereiken, of het antwoord niet lezen."
                ),
                remedy: t(
                    "Try again. If it happens again, look up the reason in the console's log.",
                    "Probeer het opnieuw. Gebeurt het weer, zoek de reden dan op in het logboek van de console."
                ),
                headers: [("retry-after", "10")]
            )
        case .denied(let code):
            return PageProblem(
                403,
                title,
                t(
                    "The identity provider did not sign you in (\(code)).",
                    "De identity provider heeft je niet aangemeld (\(code))."
                ),
                link: again
            )
        case .notExchanged(let code):
            return PageProblem(
                502,
                title,
                t(
                    "The identity provider did not exchange its code for a token (\(code)).",
                    "De identity provider heeft zijn code niet ingewisseld voor een token (\(code))."
                ),
                remedy: t(
                    "Try again. If it happens again, check console.oidc.clientId, its secret, and the redirect address that the provider allows.",
                    "Probeer het opnieuw. Gebeurt het weer, controleer dan console.oidc.clientId, het geheim, en het redirectadres dat de provider toestaat."
                ),
                link: again
            )
        case .unknownSignIn:
            return PageProblem(
                403,
                t("This sign-in is over", "Deze aanmelding is voorbij"),
                t(
                    "It was finished already, took longer than ten minutes, or was begun in another browser.",
                    "Ze was al afgerond, duurde langer dan tien minuten, of begon in een andere browser."
                ),
                link: again
            )
        case .noRole(let name, let groups):
            let seen = groups.isEmpty ? t("none", "geen") : groups.joined(separator: ", ")
            return PageProblem(
                403,
                t("No role", "Geen rol"),
                t(
                    "You are signed in as \(name), and no role of this console belongs to your groups. Your groups: \(seen).",
                    "Je bent aangemeld als \(name), en bij je groepen hoort geen rol van deze console. Je groepen: \(seen)."
                ),
                remedy: t(
                    "Ask the operator of the console to give one of these groups a role (console.groups).",
                    "Vraag de beheerder van de console om een van deze groepen een rol te geven (console.groups)."
                )
            )
        case .severalSessions:
            return PageProblem(
                400,
                t("Two sessions at once", "Twee sessies tegelijk"),
                t(
                    "Your browser sent the cookies of two sessions of this console. Another site on the same domain may have added one of them. Nothing was changed.",
                    "Je browser stuurde de cookies van twee sessies van deze console. Een andere site op hetzelfde domein kan er één hebben toegevoegd. Er is niets gewijzigd."
                ),
                remedy: t(
                    "Delete the cookies of this address in your browser, then sign in again.",
                    "Verwijder de cookies van dit adres in je browser en meld je daarna opnieuw aan."
                )
            )
        }
    }
}

/// What is wrong with a signed token.
enum TokenFault: Error, Sendable, Equatable {
    case malformed
    case algorithm
    case unknownKey
    case signature
    case issuer
    case audience
    case expired
    case notYetValid
    case nonce
    case noName

    func sentence(_ t: Language) -> String {
        switch self {
        case .malformed: t("The id token cannot be read.", "Het id-token is niet te lezen.")
        case .algorithm:
            t(
                "The id token is signed with an algorithm that the console does not accept.",
                "Het id-token is ondertekend met een algoritme dat de console niet aanneemt."
            )
        case .unknownKey:
            t(
                "The id token is signed with a key that the identity provider does not publish.",
                "Het id-token is ondertekend met een sleutel die de identity provider niet publiceert."
            )
        case .signature:
            t("The signature of the id token is wrong.", "De ondertekening van het id-token klopt niet.")
        case .issuer:
            t("The id token was issued by another provider.", "Het id-token is van een andere identity provider.")
        case .audience:
            t("The id token is for another application.", "Het id-token is voor een andere toepassing.")
        case .expired: t("The id token has expired.", "Het id-token is verlopen.")
        case .notYetValid: t("The id token is not valid yet.", "Het id-token is nog niet geldig.")
        case .nonce:
            t("The id token does not belong to this sign-in.", "Het id-token hoort niet bij deze aanmelding.")
        case .noName:
            t("The id token does not name anybody.", "Het id-token noemt niemand.")
        }
    }
}
