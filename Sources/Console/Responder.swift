import Application
import Ledger
import Logging
import Reports
import Terminations

/// Decides what every request is answered with: whether it may be answered at all, by which page, and for whom. Knows
/// nothing of sockets.
final class Responder: Sendable {
    let configuration: ConsoleConfiguration
    let queries: Queries
    let store: ConsoleStore
    let previews = Previews()
    let jobs: RunningJobs
    let api: API
    let signIn: SignIn
    private let origin: SameOrigin
    private let costly = Gate(2)
    private let routes: [Route]
    private let now: @Sendable () -> Instant

    /// Nil where who asks chooses.
    private let language: Language?

    init(
        _ configuration: ConsoleConfiguration,
        language: Language? = nil,
        logger: Logger = Logger(label: "console"),
        now: @escaping @Sendable () -> Instant
    ) {
        self.configuration = configuration
        self.language = language
        self.now = now
        queries = Queries(
            path: configuration.ledgerPath,
            source: configuration.source,
            limits: configuration.limits
        )
        store = ConsoleStore(path: configuration.storePath)
        jobs = RunningJobs { [store] in store.forget($0) }
        api = API(configuration, queries: queries, store: store, jobs: jobs, costly: costly, now: now)
        origin = SameOrigin(publicOrigin: configuration.publicOrigin)
        signIn = SignIn(configuration, logger: logger, now: now)
        routes = Route.all
    }

    /// An answer, and what the access log says of it.
    struct Result {
        var answer: PageAnswer
        /// The pattern of the route; nil where there is none. Never the path, which holds ids.
        var route: String?
        var actor: String?
    }

    /// Blocks for as long as the page takes.
    ///
    /// - Parameter request: with its whole path, the base path included; proved by ``SignIn/prove(_:)`` where another server has
    ///   to be asked who signs in.
    func respond(to request: PageRequest) -> Result {
        var request = request
        if let answer = refusal(ofAddress: request) { return Result(answer: answer, route: nil, actor: nil) }
        if request.isSafe, request.path == configuration.basePath, !configuration.basePath.isEmpty {
            return Result(answer: .seeOther(configuration.basePath + "/"), route: "/", actor: nil)
        }
        guard request.path.hasPrefix(configuration.basePath + "/") else {
            let visit = visit(request.withoutAddress, person: nil)
            let sentence = visit.t(
                "The console answers under \(configuration.basePath)/.",
                "De console antwoordt onder \(configuration.basePath)/."
            )
            return Result(answer: PageProblem.notFound(visit, sentence).answer(visit), route: nil, actor: nil)
        }
        request.path = String(request.path.dropFirst(configuration.basePath.count))
        if API.contains(request.path) { return api.respond(to: request) }
        if !request.body.isEmpty {
            do {
                request.form = try FormBody.fields(
                    request.body,
                    contentType: request.headers["content-type"],
                    contentEncoding: request.headers["content-encoding"]
                )
            } catch {
                return Result(
                    answer: answer(request) { self.unreadable($0, error) },
                    route: nil,
                    actor: nil
                )
            }
        }
        let asker = signIn.asker(of: request)
        let (person, session) = asker.person
        let candidates = candidates(for: request.path)
        guard let found = candidates.first(where: { $0.route.answers(request.method) }) else {
            let visit = visit(candidates.isEmpty ? request.withoutAddress : request, person: person)
            let problem = candidates.isEmpty ? noSuchPage(visit) : wrongMethod(visit, candidates.map(\.route.method))
            return Result(answer: problem.answer(visit), route: candidates.first?.route.pattern, actor: person?.name)
        }
        let visit = visit(
            request,
            parameters: found.parameters,
            person: person,
            session: session
        )
        return Result(
            answer: answer(found.route, visit, asker),
            route: found.route.pattern,
            actor: person?.name
        )
    }

    /// Routes that fit a path without the base path, whatever their method.
    private func candidates(for path: String) -> [(route: Route, parameters: [String: String])] {
        let matching = (routes + ownRoutes).compactMap { route in
            route.parameters(of: path).map { (route: route, parameters: $0) }
        }
        // A pattern without a name goes before one with it.
        let plain = matching.filter { $0.parameters.isEmpty }
        return plain.isEmpty ? matching : plain
    }

    /// From whose share of the memory the body of a request is read; nil where the request is refused whatever its body holds.
    /// Blocks.
    ///
    /// - Parameter request: as it came, proved and without its body.
    func sender(of request: PageRequest) -> BodyBudget.Share? {
        guard request.path.hasPrefix(configuration.basePath + "/") else { return nil }
        var request = request
        request.path = String(request.path.dropFirst(configuration.basePath.count))
        if API.contains(request.path) { return api.reads(request) ? .known : nil }
        guard let route = candidates(for: request.path).first(where: { $0.route.answers(request.method) })?.route,
            isSameOrigin(request)
        else { return nil }
        switch (route.access, signIn.asker(of: request)) {
        case (_, .refused): return nil
        case (.everybody, _): return .open
        // The form is given back to a person whose session is over.
        case (_, .nobody): return .stranger
        case (.signedIn, .person): return .known
        case (.permission(let permission), .person(let person, _)): return person.may(permission) ? .known : nil
        }
    }

    private func isSameOrigin(_ request: PageRequest) -> Bool {
        do {
            try requireSameOrigin(request)
            return true
        } catch {
            return false
        }
    }

    private func requireSameOrigin(_ request: PageRequest) throws(SameOrigin.Refusal) {
        try origin.check(
            secFetchSite: request.headers["sec-fetch-site"],
            origin: request.headers["origin"],
            host: request.headers["host"]
        )
    }

    private func isOfAPI(_ path: String) -> Bool {
        path.hasPrefix(configuration.basePath) && API.contains(String(path.dropFirst(configuration.basePath.count)))
    }

    /// Bytes of the largest body that is read for a path.
    func mostBytes(of path: String) -> Int {
        let own = String(path.dropFirst(configuration.basePath.count))
        if isOfAPI(path) { return API.mostBytes(own) }
        if own == DraftYAMLPage.path { return DraftYAMLPage.mostBytes }
        let isOpen = candidates(for: own).contains { $0.route.access == .everybody }
        return isOpen ? ConsoleService.mostOpenBytes : ConsoleService.mostBytes
    }

    /// What is answered where a body is larger than ``mostBytes(of:)``.
    func tooLarge(_ request: PageRequest) -> PageAnswer {
        if isOfAPI(request.path) { return APIProblem.tooLarge(mostBytes(of: request.path)).answer }
        return answer(request) { tooLarge($0, mostBytes(of: request.path)) }
    }

    /// What is answered where the bodies of other requests take all the memory that there is for them.
    func busy(_ request: PageRequest) -> PageAnswer {
        let retryAfter = [(name: "retry-after", value: "10")]
        if isOfAPI(request.path) {
            return APIProblem(.busy, "Too much is being sent at once. Send the request again.", headers: retryAfter)
                .answer
        }
        return answer(request) { visit in
            PageProblem(
                503,
                visit.t("Busy", "Bezet"),
                visit.t(
                    "Others are sending large forms to this console. Nothing was changed.",
                    "Anderen sturen grote formulieren naar deze console. Er is niets gewijzigd."
                ),
                remedy: visit.t(
                    "Go back and try again in ten seconds.",
                    "Ga terug en probeer het over tien seconden opnieuw."
                ),
                headers: retryAfter
            )
        }
    }

    /// What is answered where a body ends too early, or is in a transfer encoding that nobody can read.
    func incomplete(_ request: PageRequest) -> PageAnswer {
        if isOfAPI(request.path) {
            return APIProblem(.malformedRequest, "The body of the request is not complete.").answer
        }
        return answer(request) { unreadable($0, .malformed) }
    }

    /// What is answered while the console ends.
    func stopping(_ request: PageRequest) -> PageAnswer {
        if isOfAPI(request.path) {
            return APIProblem(.stopping, "Send the request again in a moment.", headers: [("retry-after", "5")]).answer
        }
        return answer(request) { visit in
            PageProblem(
                503,
                visit.t("Stopping", "Bezig met stoppen"),
                visit.t("The console is stopping.", "De console stopt."),
                remedy: visit.t("Try again in a moment.", "Probeer het zo weer."),
                headers: [("retry-after", "5")]
            )
        }
    }

    /// A page that says why a request is not carried out. It repeats nothing of the address.
    private func answer(_ request: PageRequest, _ problem: (Visit) -> PageProblem) -> PageAnswer {
        let visit = visit(request.withoutAddress, person: nil)
        return problem(visit).answer(visit)
    }

    /// What is answered where the host or the address of a request is such that nothing is done for it; nil for any other.
    func refusal(ofAddress request: PageRequest) -> PageAnswer? {
        let host = request.headers["host"] ?? ""
        if request.repeatedHeaders.contains("host") || !SameOrigin.isWellFormed(host: host) {
            return isOfAPI(request.path)
                ? APIProblem(.malformedRequest, "A request names its host once: Send one Host header.").answer
                : answer(request, malformedHost)
        }
        if !origin.isKnown(host: host) {
            return isOfAPI(request.path)
                ? APIProblem(.misdirected, "The console does not answer under the name in the Host header.").answer
                : answer(request, misdirected)
        }
        if APIToken.isContained(in: request.path) || request.query.pairs.contains(where: APIToken.isContained) {
            return isOfAPI(request.path) ? APIProblem.tokenInAddress.answer : answer(request, tokenInAddress)
        }
        return nil
    }

    private func answer(_ route: Route, _ visit: Visit, _ asker: SignIn.Asker) -> PageAnswer {
        let place = NavigationPlace.allCases.last { place in
            place.path != "/" && route.pattern.hasPrefix(place.path)
        }
        do {
            if !visit.request.isSafe { try requireSameOrigin(visit.request) }
            // Style sheets too, so that the refusal can be read.
            if case .refused(let refusal) = asker, !route.pattern.hasPrefix("/assets/") {
                throw refusal.problem(visit)
            }
            switch route.access {
            case .everybody: break
            case .signedIn: if visit.person == nil { return SignInPage.demand(visit) }
            case .permission(let permission):
                guard visit.person != nil else { return SignInPage.demand(visit) }
                guard visit.may(permission) else { throw forbidden(visit, permission) }
            }
            if let names = route.reads { try QueryFaults(visit, reading: names).check(visit) }
            // The page would wait for the lock once more.
            if let failure = visit.lockedLedger, route.access != .everybody { throw failure }
            guard route.isCostly else { return try route.answer(visit) }
            guard let answer = try costly.pass({ try route.answer(visit) }) else { throw busy(visit) }
            return answer
        } catch let problem as PageProblem {
            return problem.answer(visit, place: place)
        } catch let refusal as SameOrigin.Refusal {
            return crossSite(visit, refusal).answer(visit)
        } catch let error as ApplicationError {
            return refused(visit, error).answer(visit, place: place)
        } catch let error as LedgerError {
            return unreadable(visit, error).answer(visit, place: place)
        } catch let error as ConsoleStoreError {
            let problem = PageProblem(
                503,
                visit.t(
                    "The console's own file cannot be used",
                    "Het eigen bestand van de console is niet te gebruiken"
                ),
                visit.t(error.text),
                remedy: visit.t(
                    "Free space beside it or make it writable, and try again.",
                    "Maak er ruimte voor of maak het schrijfbaar, en probeer het opnieuw."
                ),
                headers: [("retry-after", "30")]
            )
            return problem.answer(visit, place: place)
        } catch {
            let problem = PageProblem(
                500,
                visit.t("This page failed", "Deze pagina is mislukt"),
                visit.t("The console could not make this page.", "De console kon deze pagina niet maken."),
                remedy: visit.t(
                    "Try again. If it happens again, report it with the time and the address.",
                    "Probeer het opnieuw. Meld het met tijd en adres als het weer gebeurt."
                )
            )
            var answer = problem.answer(visit, place: place)
            answer.failure = error
            return answer
        }
    }

    // MARK: - Who asks

    private func visit(
        _ request: PageRequest,
        parameters: [String: String] = [:],
        person: Person?,
        session: String? = nil
    ) -> Visit {
        // Only the default language: a page that says that the ledger cannot be read must not need the ledger.
        var settings: Settings?
        var lockedLedger: LedgerError?
        do throws(LedgerError) {
            if !request.path.hasPrefix("/assets/") { settings = try queries.currentSettings()?.settings }
        } catch {
            if error.code == .locked { lockedLedger = error }
        }
        let language =
            self.language ?? request.query["lang"].flatMap(Language.init(tag:))
            ?? request.cookies("terminus-language").lazy.compactMap(Language.init(tag:)).first
            ?? request.headers["accept-language"].flatMap(Language.init(acceptLanguage:))
            ?? settings.flatMap { Language(tag: $0.defaultLanguage) } ?? .en
        return Visit(
            request: request,
            parameters: parameters,
            person: person,
            session: session,
            t: language,
            zone: settings?.timeZone ?? Visit.utc,
            now: now(),
            configuration: configuration,
            queries: queries,
            previews: previews,
            store: store,
            jobs: jobs,
            lockedLedger: lockedLedger
        )
    }

    /// The pages that sign in and out, and the choice of a language.
    private var ownRoutes: [Route] {
        signIn.routes + [
            Route("POST", "/language", .everybody) { [self] visit in
                let language = visit.request.form["language"].flatMap(Language.init(tag:)) ?? .en
                let back = visit.request.form["return"].flatMap(OwnPath.checked) ?? "/"
                let year = 365 * 24 * 3600
                return .seeOther(
                    configuration.basePath + back,
                    headers: [signIn.cookies.cookie("terminus-language", language.tag, seconds: year)]
                )
            }
        ]
    }

    // MARK: - Problems

    private func forbidden(_ visit: Visit, _ permission: Permission) -> PageProblem {
        PageProblem(
            403,
            visit.t("Not allowed", "Niet toegestaan"),
            visit.t(
                "This page needs the permission \(permission.rawValue), which you do not have.",
                "Deze pagina vraagt de bevoegdheid \(permission.rawValue), die je niet hebt."
            ),
            remedy: visit.t(
                "The page Access lists what you may do.",
                "Op de pagina Toegang staat wat je mag."
            )
        )
    }

    private func busy(_ visit: Visit) -> PageProblem {
        PageProblem(
            503,
            visit.t("Busy", "Bezet"),
            visit.t(
                "Two reports or previews are being made at this moment, and more would slow down the worker.",
                "Op dit moment worden al twee rapporten of voorbeelden gemaakt, en meer zou de worker vertragen."
            ),
            remedy: visit.t("Try again in some seconds.", "Probeer het over enkele seconden opnieuw."),
            headers: [("retry-after", "5")]
        )
    }

    private func noSuchPage(_ visit: Visit) -> PageProblem {
        .notFound(visit, visit.t("There is no page at this address.", "Op dit adres is geen pagina."))
    }

    private func wrongMethod(_ visit: Visit, _ methods: [String]) -> PageProblem {
        let allowed = methods.flatMap { $0 == "GET" ? ["GET", "HEAD"] : [$0] }.joined(separator: ", ")
        return PageProblem(
            405,
            visit.t("Not possible here", "Hier niet mogelijk"),
            visit.t("This address answers only: \(allowed).", "Dit adres antwoordt alleen op: \(allowed)."),
            remedy: visit.t(
                "Go back and use the page's own buttons and links.",
                "Ga terug en gebruik de knoppen en links van de pagina."
            ),
            headers: [("allow", allowed)]
        )
    }

    /// - Parameter mostBytes: nil where a form has too many fields.
    private func tooLarge(_ visit: Visit, _ mostBytes: Int?) -> PageProblem {
        let size = mostBytes.map { $0 < 1024 * 1024 ? "\($0 / 1024) KiB" : "\($0 / (1024 * 1024)) MiB" }
        return PageProblem(
            413,
            visit.t("Too large", "Te groot"),
            size.map {
                visit.t(
                    "The form is larger than \($0). Nothing was changed.",
                    "Het formulier is groter dan \($0). Er is niets gewijzigd."
                )
            }
                ?? visit.t(
                    "The form has too many fields. Nothing was changed.",
                    "Het formulier heeft te veel velden. Er is niets gewijzigd."
                ),
            remedy: visit.t(
                "Send less at once, or use the command line.",
                "Stuur minder tegelijk, of gebruik de opdrachtregel."
            )
        )
    }

    private func unreadable(_ visit: Visit, _ fault: FormFault) -> PageProblem {
        switch fault {
        case .tooManyFields: tooLarge(visit, nil)
        case .malformed:
            PageProblem(
                400,
                visit.t("This form cannot be read", "Dit formulier is niet te lezen"),
                visit.t(
                    "The body of the request is no complete form. Nothing was changed.",
                    "De inhoud van het verzoek is geen volledig formulier. Er is niets gewijzigd."
                ),
                remedy: visit.t(
                    "Go back and send it again with the page's own button.",
                    "Ga terug en verstuur het opnieuw met de knop van de pagina."
                )
            )
        case .unsupported:
            PageProblem(
                415,
                visit.t("Not a form of this console", "Geen formulier van deze console"),
                visit.t(
                    "The console reads forms in UTF-8, as browsers send them. This request has another content type, character set or encoding. Nothing was changed.",
                    "De console leest formulieren in UTF-8, zoals browsers ze sturen. Dit verzoek heeft een ander inhoudstype, een andere tekenset of een andere codering. Er is niets gewijzigd."
                ),
                remedy: visit.t(
                    "Send application/x-www-form-urlencoded or multipart/form-data, without a charset other than utf-8 and without Content-Encoding.",
                    "Stuur application/x-www-form-urlencoded of multipart/form-data, zonder andere charset dan utf-8 en zonder Content-Encoding."
                ),
                headers: [("accept", "application/x-www-form-urlencoded, multipart/form-data")]
            )
        }
    }

    private func tokenInAddress(_ visit: Visit) -> PageProblem {
        PageProblem(
            400,
            visit.t("A token is in the address", "In het adres staat een token"),
            visit.t(
                "The address holds a token of the HTTP API. Logs of proxies and the history of the browser may have it now.",
                "Het adres bevat een token van de HTTP API. Logboeken van proxy's en de geschiedenis van de browser kunnen het nu bevatten."
            ),
            remedy: visit.t(
                "Revoke it (terminus console token revoke) and make a new one.",
                "Trek het in (terminus console token revoke) en maak een nieuw."
            )
        )
    }

    private func malformedHost(_ visit: Visit) -> PageProblem {
        PageProblem(
            400,
            visit.t("No valid host", "Geen geldige host"),
            visit.t(
                "A request names its host in one Host header, as a name or an address with a port at most. This one has none, several, or another text.",
                "Een verzoek noemt zijn host in één Host-header, als naam of adres met hoogstens een poort. Dit verzoek heeft er geen, meer dan één, of een andere tekst."
            ),
            remedy: visit.t(
                "Have the proxy in front of the console replace the Host header instead of adding one.",
                "Laat de proxy voor de console de Host-header vervangen in plaats van er een toe te voegen."
            )
        )
    }

    private func misdirected(_ visit: Visit) -> PageProblem {
        PageProblem(
            421,
            visit.t("Unknown host", "Onbekende host"),
            visit.t(
                "The console does not answer under the name in the Host header.",
                "De console antwoordt niet onder de naam in de Host-header."
            ),
            remedy: visit.t(
                "Open it by the address that its start prints, or set console.publicURL to the address that browsers use.",
                "Open hem op het adres dat de start toont, of zet console.publicURL op het adres dat browsers gebruiken."
            )
        )
    }

    private func crossSite(_ visit: Visit, _ refusal: SameOrigin.Refusal) -> PageProblem {
        let found =
            refusal.found.map { "\(refusal.header): \($0)" }
            ?? visit.t("no \(refusal.header) header", "geen \(refusal.header)-header")
        return PageProblem(
            403,
            visit.t("Refused: this form came from another site", "Geweigerd: dit formulier kwam van een andere site"),
            visit.t(
                "The request came with \(found); expected was \(refusal.header): \(refusal.expected). Nothing was changed.",
                "Het verzoek kwam met \(found); verwacht was \(refusal.header): \(refusal.expected). Er is niets gewijzigd."
            ),
            remedy: visit.t(
                "If you used this console's own form: set console.publicURL to the address in your browser, and have a proxy pass on Host, Origin and Sec-Fetch-Site.",
                "Kwam dit uit een formulier van deze console: zet console.publicURL op het adres in je browser, en laat een proxy Host, Origin en Sec-Fetch-Site doorgeven."
            )
        )
    }

    /// An action that the application does not carry out, where its page has no better answer.
    private func refused(_ visit: Visit, _ error: ApplicationError) -> PageProblem {
        if case .notAllowed = error.code, error.remedy == .askConfidentially {
            return forbidden(visit, .readConfidentialReports)
        }
        let advice = error.remedy.map { visit.advice(on: $0) } ?? RemedyAdvice()
        func problem(_ status: Int, _ title: String) -> PageProblem {
            var problem = PageProblem(status, title, visit.t(error.text), remedy: advice.text, link: advice.link)
            problem.command = advice.command
            return problem
        }
        switch error.code {
        case .notFound:
            return error.remedy == nil
                ? .notFound(visit, visit.t(error.text)) : problem(404, visit.t("Not found", "Niet gevonden"))
        case .changedMeanwhile: return problem(409, visit.t("Changed meanwhile", "Intussen gewijzigd"))
        case .noSettings, .notConfigured, .incomplete:
            return problem(503, visit.t("Not possible now", "Nu niet mogelijk"))
        case .notAllowed, .invalid, .nothingToDo, .interrupted:
            return problem(422, visit.t("Not possible", "Niet mogelijk"))
        }
    }

    private func unreadable(_ visit: Visit, _ error: LedgerError) -> PageProblem {
        if error.code == .noSettings {
            return PageProblem(
                503,
                visit.t("No settings were applied yet", "Er zijn nog geen instellingen toegepast"),
                error.sentence(visit.t),
                remedy: visit.advice(on: error)
            )
        }
        if error.code == .locked { return locked(visit) }
        return PageProblem(
            503,
            visit.t("The ledger cannot be read", "Het grootboek is niet te lezen"),
            error.sentence(visit.t),
            remedy: visit.advice(on: error) ?? PageSentence(text: visit.t("Try again.", "Probeer het opnieuw.")),
            headers: [("retry-after", "5")]
        )
    }

    /// Another process has the ledger to itself, such as one that restores or migrates it, or writes much at once.
    private func locked(_ visit: Visit) -> PageProblem {
        let t = visit.t
        let sentence = t(
            "Another process has kept the ledger for more than \(Int(LockWait.brief.toBegin / .seconds(1))) seconds.",
            "Een ander proces houdt het grootboek al meer dan \(Int(LockWait.brief.toBegin / .seconds(1))) seconden bezet."
        )
        let unchanged = t("Nothing was changed.", "Er is niets gewijzigd.")
        var problem = PageProblem(
            503,
            t("The ledger is busy", "Het grootboek is bezet"),
            visit.request.isSafe ? sentence : "\(sentence) \(unchanged)",
            remedy: visit.request.isSafe
                ? t("Try again in some seconds.", "Probeer het over enkele seconden opnieuw.")
                : t("Send the form again in some seconds.", "Stuur het formulier over enkele seconden opnieuw."),
            headers: [("retry-after", "5")]
        )
        let type = MediaType.essence(of: visit.request.headers["content-type"] ?? "")
        problem.repeats = !visit.request.isSafe && type != "multipart/form-data"
        return problem
    }
}

extension Visit {
    static let utc: Zone = {
        guard let zone = Zone("UTC") else { preconditionFailure("The time zone database has no UTC.") }
        return zone
    }()
}
