/// Who somebody is by the word of an identity provider.
struct Identity: Sendable, Equatable {
    let name: String
    let groups: [String]

    private static let mostBytes = 255

    /// - Returns: nil where the name cannot be shown and written down: empty, too long, or with control characters.
    init?(name: String, groups: [String]) {
        let name = name.trimmed
        guard !name.isEmpty, name.utf8.count <= Self.mostBytes,
            name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control && $0.value != 0x7F })
        else { return nil }
        self.name = name
        self.groups = groups.map(\.trimmed).filter { !$0.isEmpty }
    }
}

/// Who signs in where a proxy in front of the console has done it, such as oauth2-proxy, Authelia or Apache's
/// mod_auth_openidc.
///
/// Guarantees:
/// - A request counts only when it comes from a named proxy by the address of its connection. Headers such as
///   `X-Forwarded-For` have no say in that.
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
    case noRole(name: String, groups: [String])

    func problem(_ visit: Visit) -> PageProblem {
        let t = visit.t
        let title = t("Not signed in", "Niet aangemeld")
        switch self {
        case .notProxy:
            return PageProblem(
                403,
                t("Only through the proxy", "Alleen via de proxy"),
                t(
                    "This console takes the word of its sign-in proxy, and this request came from another address.",
                    "Deze console gaat af op zijn aanmeldproxy, en dit verzoek kwam van een ander adres."
                ),
                remedy: t(
                    "Open the console by the proxy's address. Where this came through the proxy: name the proxy in console.trustedProxies.",
                    "Open de console op het adres van de proxy. Kwam dit via de proxy: noem de proxy in console.trustedProxies."
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
                    "Sign in at the proxy. Where you have: have the proxy pass on the header, or name another one in console.proxy.userHeader.",
                    "Meld je aan bij de proxy. Heb je dat gedaan: laat de proxy de header doorgeven, of noem een andere in console.proxy.userHeader."
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
                    "Ask whoever runs the console to give one of these groups a role (console.groups).",
                    "Vraag de beheerder van de console om een van deze groepen een rol te geven (console.groups)."
                )
            )
        }
    }
}
