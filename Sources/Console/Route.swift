import Reports
import Terminations

/// What is answered under which path, to whom.
struct Route: Sendable {
    enum Access: Sendable, Equatable {
        /// Nobody has to sign in.
        case everybody
        /// Everybody who has signed in.
        case signedIn
        case permission(Permission)
    }

    let method: String
    /// A path with names in braces, such as `/causes/{fingerprint}`: it is what the log names.
    var pattern: String { path.text }
    private let path: PathPattern
    let access: Access
    /// The parameters of the query that it reads; nil where others choose them.
    let reads: Set<String>?
    let answer: @Sendable (Visit) throws -> PageAnswer
    /// Whether it reads so much that only two such pages are made at a time.
    private(set) var isCostly = false

    init(
        _ method: String,
        _ pattern: String,
        _ access: Access,
        reads: Set<String>? = nil,
        _ answer: @escaping @Sendable (Visit) throws -> PageAnswer
    ) {
        self.method = method
        path = PathPattern(pattern)
        self.access = access
        self.reads = reads
        self.answer = answer
    }

    /// HEAD is answered as GET is.
    func answers(_ method: String) -> Bool { self.method == (method == "HEAD" ? "GET" : method) }

    /// A page that is only read.
    static func get(
        _ pattern: String,
        _ access: Access,
        reads: Set<String> = [],
        _ page: @escaping @Sendable (Visit) throws -> Page
    ) -> Route {
        Route("GET", pattern, access, reads: access == .everybody ? nil : reads) { visit in
            try page(visit).answer(visit)
        }
    }

    /// The same route, of which two are answered at a time, and further ones with 503.
    func costly() -> Route {
        var route = self
        route.isCostly = true
        return route
    }

    /// A form that is previewed or confirmed. Whether it came from a page of this console is checked before.
    static func post(
        _ pattern: String,
        _ permission: Permission,
        _ answer: @escaping @Sendable (Visit) throws -> PageAnswer
    ) -> Route {
        Route("POST", pattern, .permission(permission), reads: [], answer)
    }

    /// The values of the names of the pattern; nil where the path is another one.
    func parameters(of path: String) -> [String: String]? { self.path.parameters(of: path) }

    /// Every page of the console. What a route allows is said here and nowhere else.
    static let all: [Route] =
        [
            .get("/", .signedIn, OverviewPage.page),
            .get("/causes", .permission(.readDeadLetters), reads: DeadLetterForm.names, CausesPage.page),
            .get("/causes/{fingerprint}", .permission(.readDeadLetters), CausePage.page),
            .post("/causes/{fingerprint}/note", .mendDeadLetters, CauseNotePages.keep),
            .get(
                "/dead-letters",
                .permission(.readDeadLetters),
                reads: DeadLetterForm.names.union(["order", "after"]),
                DeadLettersPage.page
            ),
            Route("POST", "/dead-letters/find", .permission(.readDeadLetters), reads: []) { visit in
                try DeadLettersPage.page(visit).answer(visit)
            },
            Route(
                "GET",
                "/dead-letters/export",
                .permission(.readDeadLetters),
                reads: DeadLetterForm.names.union(["format", "bodies"]),
                DeadLetterExport.answer
            ),
            .get(
                "/dead-letters/discard",
                .permission(.discardDeadLetters),
                reads: SelectedDeadLetters.names.union(["reason"]),
                StateChangePages.form(.discard)
            ),
            .post("/dead-letters/discard", .discardDeadLetters, StateChangePages.step(.discard)),
            .get(
                "/dead-letters/restore",
                .permission(.discardDeadLetters),
                reads: SelectedDeadLetters.names.union(["reason"]),
                StateChangePages.form(.restore)
            ),
            .post("/dead-letters/restore", .discardDeadLetters, StateChangePages.step(.restore)),
            .get(
                "/dead-letters/edit",
                .permission(.mendDeadLetters),
                reads: SelectedDeadLetters.names.union(["reason"]),
                EditPages.form
            ),
            .post("/dead-letters/edit", .mendDeadLetters, EditPages.step).costly(),
            .post("/dead-letters/select", .readDeadLetters, DeadLettersPage.select),
            .get("/replays", .permission(.readDeadLetters), ReplayPages.list),
            .get("/replays/new", .permission(.replayDeadLetters), reads: ReplayPages.names, ReplayPages.new).costly(),
            .post("/replays", .replayDeadLetters, ReplayPages.start).costly(),
            .post("/replays/dry-runs", .replayDeadLetters, DryRunPages.start).costly(),
            .get("/replays/dry-runs/{id}", .permission(.replayDeadLetters), reads: ReplayPages.names, DryRunPages.page),
            Route(
                "GET",
                "/replays/dry-runs/{id}/counts",
                .permission(.replayDeadLetters),
                reads: [],
                DryRunPages.counts
            ),
            .post("/replays/dry-runs/{id}/stop", .replayDeadLetters, DryRunPages.stop),
            .get("/replays/{number}", .permission(.readDeadLetters), reads: ["outcome", "after"], ReplayPages.page),
            Route("GET", "/replays/{number}/counts", .permission(.readDeadLetters), reads: [], ReplayPages.counts),
            .post("/replays/{number}/stop", .replayDeadLetters, ReplayPages.stop),
            .post("/replays/{number}/resume", .replayDeadLetters, ReplayPages.resume),
            .get("/actions", .permission(.readDeadLetters), reads: ["before"], ActionPages.list),
            .get("/actions/{number}", .permission(.readDeadLetters), ActionPages.page),
            // The permission for an action includes its undo, so which one is needed depends on the action.
            .get("/actions/{number}/undo", .permission(.readDeadLetters), ActionPages.undo),
            .post("/actions/{number}/undo", .readDeadLetters, ActionPages.executeUndo),
            .get(
                "/dead-letters/{id}",
                .permission(.readDeadLetters),
                reads: DeadLetterForm.names.union(["order"]),
                DeadLetterPage.page
            ),
            Route("GET", "/dead-letters/{id}/raw", .permission(.readBodies), reads: [], DeadLetterPage.raw),
            .get("/terminations", .permission(.readTerminations), reads: TerminationsPage.names, TerminationsPage.page),
            Route("POST", "/terminations/find", .permission(.readTerminations), reads: []) { visit in
                try TerminationsPage.page(visit).answer(visit)
            },
            .get("/terminations/{id}", .permission(.readTerminations), TerminationPage.page),
            .get("/worker", .permission(.readWorker), WorkerPage.page),
            .get("/reasons", .permission(.readSettings), ReasonsPage.page),
            .get("/reasons/{code}", .permission(.readSettings), ReasonPage.page),
            .get("/draft", .permission(.readSettings), DraftPage.own),
            .get("/draft/reasons", .permission(.draftSettings), DraftReasonsPage.page),
            .post("/draft/reasons/move", .draftSettings, DraftReasonsPage.move),
            .get("/draft/reasons/new", .permission(.draftSettings), DraftReasonPage.new),
            .get("/draft/reason", .permission(.draftSettings), reads: ["code"], DraftReasonPage.page),
            .post("/draft/reason", .draftSettings, DraftReasonPage.save),
            .post("/draft/reason/change", .draftSettings, DraftReasonPage.change),
            .get(
                "/draft/translations",
                .permission(.draftSettings),
                reads: ["from", "to", "only"],
                TranslationsPage.page
            ),
            .post("/draft/translations", .draftSettings, TranslationsPage.save),
            .get("/draft/rules", .permission(.draftSettings), reads: DraftRulesPage.names, DraftRulesPage.page),
            .post("/draft/rules", .draftSettings, DraftRulesPage.change),
            .get("/draft/general", .permission(.draftSettings), DraftGeneralPage.page),
            .post("/draft/general", .draftSettings, DraftGeneralPage.save),
            .get("/draft/yaml", .permission(.draftSettings), DraftYAMLPage.page),
            .post("/draft/yaml", .draftSettings, DraftYAMLPage.save),
            Route("GET", "/draft/settings.yaml", .permission(.draftSettings), reads: [], DraftYAMLPage.download),
            .get("/draft/what-if", .permission(.readSettings), reads: ["since", "until"], WhatIfPage.page).costly(),
            .post("/draft/from-version", .draftSettings, DraftPage.takeVersion),
            .post("/draft/rebase", .draftSettings, DraftPage.rebase),
            .post("/draft/discard", .draftSettings, DraftPage.discard),
            .get("/drafts/{owner}", .permission(.readSettings), DraftPage.other),
            .post("/drafts/{owner}/preview", .applySettings, DraftPage.preview).costly(),
            .post("/drafts/{owner}/apply", .applySettings, DraftPage.apply),
            .post("/drafts/{owner}/approve", .approveSettings, DraftPage.approve),
            .get("/settings", .permission(.readSettings), SettingsPages.history),
            Route(
                "GET",
                "/settings/{version}/settings.yaml",
                .permission(.readSettings),
                reads: [],
                SettingsPages.download
            ),
            .get("/settings/difference", .permission(.readSettings), reads: ["from", "to"], SettingsPages.difference),
            .get("/settings/{version}", .permission(.readSettings), reads: ["applied"], SettingsPages.version),
            .get("/report", .permission(.readReports), reads: ReportForm.names, ReportPages.page).costly(),
            .get(
                "/report/terminations",
                .permission(.readTerminations),
                reads: ReportForm.names.union(["group", "without", "after"]),
                ReportTerminationsPage.page
            ).costly(),
            Route("GET", "/report.csv", .permission(.readReports), reads: ReportForm.names, ReportPages.csv).costly(),
            Route("GET", "/report.json", .permission(.readReports), reads: ReportForm.names, ReportPages.json).costly(),
            Route("GET", "/report.html", .permission(.readReports), reads: ReportForm.names, ReportPages.html).costly(),
            .get("/audit", .permission(.readAudit), reads: AuditPage.names, AuditPage.page),
            .get("/access", .signedIn, AccessPage.page),
            Route("GET", "/find", .signedIn, reads: ["id"], FindPage.answer),
        ]
        + Asset.all.map { asset in
            Route("GET", asset.path, .everybody) { _ in asset.answer }
        }
}

/// What cannot be shown, and what to do instead.
struct PageProblem: Error {
    typealias Link = (text: String, url: String)

    let status: Int
    let title: String
    let sentence: String
    let remedy: String?
    /// English originals of what the sentence or the remedy does not say, for who can read them.
    var originals: [String] = []
    /// What a person with a shell can do.
    var command: String?
    /// Where to go on, if not from the overview.
    let link: Link?
    var headers: [(name: String, value: String)] = []
    /// Whether the page has the form of the request once more, to be sent again.
    var repeats = false

    init(
        _ status: Int,
        _ title: String,
        _ sentence: String,
        remedy: String? = nil,
        link: Link? = nil,
        headers: [(name: String, value: String)] = []
    ) {
        self.link = link
        self.status = status
        self.title = title
        self.sentence = sentence
        self.remedy = remedy
        self.headers = headers
    }

    /// - Parameters:
    ///   - sentence: made in English elsewhere, as the remedy.
    init(
        _ status: Int,
        _ title: String,
        _ sentence: PageSentence,
        remedy: PageSentence?,
        headers: [(name: String, value: String)] = []
    ) {
        self.init(status, title, sentence.text, remedy: remedy?.text, headers: headers)
        originals = [sentence.original, remedy?.original].compactMap(\.self)
    }

    static func notFound(_ visit: Visit, _ sentence: String) -> PageProblem {
        PageProblem(
            404,
            visit.t("Not found", "Niet gevonden"),
            sentence,
            remedy: visit.t(
                "Check the address, or start from the overview.",
                "Controleer het adres, of begin bij het overzicht."
            )
        )
    }

    func answer(_ visit: Visit, place: NavigationPlace? = nil) -> PageAnswer {
        let page = Page(title, status: status, place: place) { page in
            page.element("div", ["class": "problem"]) { html in
                html.element("p", ["class": "first"], sentence)
                if let remedy { html.element("p", remedy) }
                if let command { html.element("p") { $0.code(command) } }
                for original in originals { html.element("p", ["class": "remark", "lang": "en"], original) }
                if repeats {
                    let query = visit.request.query.pairs.map { ($0.name, $0.value) }
                    let action = visit.url(visit.request.path, query)
                    html.element("form", ["method": "post", "action": action]) { html in
                        for (name, value) in visit.request.form.pairs { html.hidden(name, value) }
                        html.button(visit.t("Send again", "Opnieuw versturen"))
                    }
                }
                if let link {
                    html.element("p") { $0.link(link.text, to: link.url) }
                } else if visit.person != nil {
                    html.element("p") { $0.link(visit.t("To the overview", "Naar het overzicht"), to: visit.url("/")) }
                }
            }
        }
        var answer = page.answer(visit)
        answer.headers += headers
        return answer
    }
}
