import Reports

/// The entries of the navigation, in their order.
enum NavigationPlace: CaseIterable {
    case overview
    case causes
    case deadLetters
    case replays
    case actions
    case terminations
    case worker
    case reasons
    case settings
    case report
    case audit
    case access

    var path: String {
        switch self {
        case .overview: "/"
        case .causes: "/causes"
        case .deadLetters: "/dead-letters"
        case .replays: "/replays"
        case .actions: "/actions"
        case .terminations: "/terminations"
        case .worker: "/worker"
        case .reasons: "/reasons"
        case .settings: "/settings"
        case .report: "/report"
        case .audit: "/audit"
        case .access: "/access"
        }
    }

    /// What it needs; nil where everybody may.
    var permission: Permission? {
        switch self {
        case .overview, .access: nil
        case .causes, .deadLetters, .replays, .actions: .readDeadLetters
        case .terminations: .readTerminations
        case .worker: .readWorker
        case .reasons, .settings: .readSettings
        case .report: .readReports
        case .audit: .readAudit
        }
    }

    func title(_ t: Language) -> String {
        switch self {
        case .overview: t("Overview", "Overzicht")
        case .causes: t("Causes", "Oorzaken")
        case .deadLetters: t("Dead letters", "Dead letters")
        case .replays: t("Replays", "Herhalingen")
        case .actions: t("Actions", "Acties")
        case .terminations: t("Terminations", "Beëindigingen")
        case .worker: t("Worker", "Worker")
        case .reasons: t("Reasons", "Redenen")
        case .settings: t("Settings", "Instellingen")
        case .report: t("Why contracts end", "Waarom contracten eindigen")
        case .audit: t("Audit trail", "Controlespoor")
        case .access: t("Access", "Toegang")
        }
    }

    /// The entries by what they are for.
    static func groups(_ t: Language) -> [(title: String, places: [NavigationPlace])] {
        [
            (
                t("Operations", "Beheer"),
                [.overview, .causes, .deadLetters, .replays, .actions, .terminations, .worker]
            ),
            (t("Cancellation reasons", "Opzegredenen"), [.reasons, .settings]),
            (t("Insight", "Inzicht"), [.report]),
            (t("Control", "Controle"), [.audit, .access]),
        ]
    }
}

/// The frame around every page: what it is called, where one can go, and who is there.
struct Layout {
    let visit: Visit
    let page: Page

    private var t: Language { visit.t }

    var html: String {
        var html = HTMLWriter()
        html.raw("<!DOCTYPE html>\n")
        html.element("html", ["lang": t.tag]) { html in
            html.element("head") { html in
                html.void("meta", ["charset": "utf-8"])
                html.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                html.void("meta", ["name": "color-scheme", "content": "light dark"])
                html.element("title", page.title + " · Terminus")
                for sheet in page.sheets + [Asset.sheet] {
                    html.void("link", ["rel": "stylesheet", "href": visit.url(sheet.path)])
                }
                html.void("link", ["rel": "icon", "type": "image/svg+xml", "href": visit.url(Asset.icon.path)])
                html.element("script", ["src": visit.url(Asset.script.path), "defer": "defer"]) { _ in }
            }
            html.element("body", ["class": visit.person == nil ? "alone" : nil]) { html in
                html.element("a", ["class": "skip", "href": "#content"], t("Skip to the content", "Naar de inhoud"))
                header(&html)
                if visit.person != nil { navigation(&html) }
                html.element("main", ["id": "content", "tabindex": "-1"]) { html in
                    if !page.hasOwnHeading { html.element("h1", page.title) }
                    page.content(&html)
                }
                footer(&html)
            }
        }
        return html.text + "\n"
    }

    private func header(_ html: inout HTMLWriter) {
        html.element("header", ["class": "top"]) { html in
            html.element("a", ["class": "brand", "href": visit.url("/")]) { html in
                html.element("svg", ["viewBox": "0 0 16 16", "aria-hidden": "true"]) { html in
                    html.void("path", ["d": "M2 3h12M8 3v10M5 13h6"])
                }
                html.write("Terminus")
            }
            if visit.may(.readDeadLetters) || visit.may(.readTerminations) {
                html.element(
                    "form",
                    ["class": "find", "role": "search", "method": "get", "action": visit.url("/find")]
                ) { html in
                    html.element("label", ["for": "find", "class": "unseen"], t("Find by id", "Zoek op id"))
                    html.void(
                        "input",
                        [
                            "id": "find", "name": "id", "type": "search", "autocomplete": "off", "spellcheck": "false",
                            "placeholder": t("Any id or number", "Een id of nummer"),
                        ]
                    )
                    html.button(t("Find", "Zoek"), isQuiet: true)
                }
            }
        }
    }

    private func navigation(_ html: inout HTMLWriter) {
        html.element("nav", ["class": "main", "aria-label": t("Pages of the console", "Pagina's van de console")]) {
            html in
            html.element("details", ["class": "menu"]) { html in
                html.element("summary") { html in
                    html.write(t("Menu", "Menu"))
                    if let place = page.place { html.element("span", place.title(t)) }
                }
                for group in NavigationPlace.groups(t) {
                    let places = group.places.filter { $0.permission.map(visit.may) ?? true }
                    if places.isEmpty { continue }
                    html.element("p", ["class": "group"], group.title)
                    html.element("ul") { html in
                        for place in places {
                            html.element("li") { html in
                                html.element(
                                    "a",
                                    [
                                        "href": visit.url(place.path),
                                        "aria-current": place == page.place ? "page" : nil,
                                    ],
                                    place.title(t)
                                )
                            }
                        }
                    }
                }
            }
        }
    }

    private func footer(_ html: inout HTMLWriter) {
        html.element("footer", ["class": "bottom"]) { html in
            html.element("p") { html in
                html.write("Terminus \(visit.configuration.version)")
                html.write(" · " + t("Times are in \(visit.zone)", "Tijden zijn in \(visit.zone)"))
                if !visit.configuration.isWritable {
                    html.write(
                        " · " + t("Read-only: nothing can be changed here", "Alleen lezen: hier is niets te wijzigen")
                    )
                }
            }
            html.element("div", ["class": "forms"]) { html in
                html.element("form", ["method": "post", "action": visit.url("/language")]) { html in
                    html.hidden("return", returnPath)
                    let other: Language = t == .nl ? .en : .nl
                    html.hidden("language", other.tag)
                    html.element(
                        "button",
                        ["type": "submit", "class": "quiet", "lang": other.tag],
                        other == .nl ? "Nederlands" : "English"
                    )
                }
                if let person = visit.person {
                    let who = t("Signed in as \(person.name)", "Aangemeld als \(person.name)")
                    if visit.configuration.signIn.hasSessions {
                        html.element("form", ["method": "post", "action": visit.url("/sign-out")]) { html in
                            html.element("span", ["class": "who"], who)
                            html.button(t("Sign out", "Afmelden"), isQuiet: true)
                        }
                    } else {
                        // The proxy signs out.
                        html.element("span", ["class": "who"], who)
                    }
                }
            }
        }
    }

    /// Where the choice of a language leads back to: never to what was posted, nor to a link that is good for once.
    private var returnPath: String {
        guard visit.request.isSafe, visit.person != nil else { return visit.request.isSafe ? visit.request.path : "/" }
        return String(
            visit.url(visit.request.path, visit.request.query.leaving(["lang"])).dropFirst(
                visit.configuration.basePath.count
            )
        )
    }
}
