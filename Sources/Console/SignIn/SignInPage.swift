import Reports

/// Where people sign in. Looking at it signs nobody in, so that whatever opens links ahead of people does not use one up.
enum SignInPage {
    /// What was wrong with the form.
    enum Fault {
        case empty
        case wrong
        case wait(Int)
        case busy
    }

    static func page(_ visit: Visit) -> Page {
        let t = visit.t
        let back = visit.request.query["return"].flatMap(OwnPath.checked)
        return Page(t("Sign in", "Aanmelden")) { page in
            if let person = visit.person {
                page.element("p") { page in
                    page.write(t("You are signed in as \(person.name). ", "Je bent aangemeld als \(person.name). "))
                    page.link(t("To the overview", "Naar het overzicht"), to: visit.url("/"))
                }
                // A link that is good once may be meant for this browser.
                guard case .local = visit.configuration.signIn else { return }
            }
            content(visit, back: back, &page)
        }
    }

    /// What a page answers to who has not signed in: how to do it, and what was typed.
    static func demand(_ visit: Visit) -> PageAnswer {
        let t = visit.t
        let request = visit.request
        let back = request.isSafe ? visit.url(request.path, request.query.leaving([])) : nil
        // What leads back has no base path.
        let own = back.map { String($0.dropFirst(visit.configuration.basePath.count)) }
        return Page(t("Sign in first", "Meld je eerst aan"), status: 401) { page in
            page.element("div", ["class": "problem"]) { page in
                page.element(
                    "p",
                    ["class": "first"],
                    t(
                        "Nobody is signed in here, or the session is over: it ends after 30 minutes without use, after 12 hours, and when the console restarts.",
                        "Hier is niemand aangemeld, of de sessie is voorbij: die eindigt na 30 minuten zonder gebruik, na 12 uur, en als de console opnieuw start."
                    )
                )
                if !request.isSafe {
                    page.element(
                        "p",
                        t(
                            "Nothing was changed, and what you typed is kept here: sign in in another tab, then send it again.",
                            "Er is niets gewijzigd, en wat je typte is hier bewaard: meld je aan in een ander tabblad en verstuur het daarna opnieuw."
                        )
                    )
                }
            }
            if request.isSafe {
                content(visit, back: own, &page)
            } else {
                page.element("p") { page in
                    page.element(
                        "a",
                        ["href": visit.url("/sign-in"), "target": "_blank", "rel": "noopener"],
                        t("Sign in (new tab)", "Aanmelden (nieuw tabblad)")
                    )
                }
                page.element(
                    "form",
                    ["method": "post", "action": visit.url(request.path, request.query.leaving([]))]
                ) { page in
                    for pair in request.form.pairs { page.hidden(pair.name, pair.value) }
                    page.button(t("Send again", "Opnieuw versturen"))
                }
            }
        }.answer(visit)
    }

    private static func content(_ visit: Visit, back: String?, _ page: inout HTMLWriter) {
        switch visit.configuration.signIn {
        case .local: link(visit, &page)
        case .proxy: break
        case .users: fields(visit, name: "", fault: nil, back: back, &page)
        case .oidc(let provider):
            let t = visit.t
            // A link, not a form: browsers hold the redirect of a form to form-action (w3c/webappsec-csp 8).
            page.element("p") { page in
                page.link(
                    t("Sign in at \(provider.name)", "Aanmelden bij \(provider.name)"),
                    to: visit.url(OpenIDConnect.startPath, back.map { [("return", $0)] } ?? []),
                    class: "button"
                )
            }
        }
    }

    // MARK: - The one-time link

    private static func link(_ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        if let token = visit.request.query["token"] {
            page.element(
                "p",
                t(
                    "This link signs in once, as \(visit.configuration.userName), on this machine.",
                    "Deze link meldt één keer aan, als \(visit.configuration.userName), op deze machine."
                )
            )
            page.element("form", ["method": "post", "action": visit.url("/sign-in")]) { page in
                page.hidden("token", token)
                page.button(t("Sign in", "Aanmelden"))
            }
        } else if visit.person == nil {
            page.element(
                "p",
                t(
                    "Open the link that the console printed when it started.",
                    "Open de link die de console bij de start toonde."
                )
            )
            page.element("p") { page in
                page.write(
                    t(
                        "The link works once. For a new one, start the console again: ",
                        "De link werkt één keer. Start voor een nieuwe de console opnieuw: "
                    )
                )
                page.code("terminus console")
            }
        }
    }

    static func problem(_ visit: Visit) -> PageProblem {
        let t = visit.t
        return PageProblem(
            403,
            t("This link is no longer valid", "Deze link is niet meer geldig"),
            t(
                "It was used already, is older than an hour, or belongs to an earlier start of the console.",
                "Hij is al gebruikt, is ouder dan een uur, of hoort bij een eerdere start van de console."
            ),
            remedy: t(
                "Start the console again (terminus console) and open the link that it prints.",
                "Start de console opnieuw (terminus console) en open de link die hij toont."
            )
        )
    }

    // MARK: - Name and password

    /// The form again, with its fault. The password is not kept.
    static func form(_ visit: Visit, status: Int, name: String, fault: Fault, back: String?) -> PageAnswer {
        let t = visit.t
        let title = t("1 fault – Sign in", "1 fout – Aanmelden")
        var answer = Page(title, status: status, hasOwnHeading: true) { page in
            page.element("h1", t("Sign in", "Aanmelden"))
            page.element("div", ["class": "problem", "role": "alert"]) { page in
                page.element("p", ["class": "first"]) { page in
                    page.link(text(fault, t), to: isOfName(fault, name) ? "#f-name" : "#f-password")
                }
            }
            fields(visit, name: name, fault: fault, back: back.flatMap(OwnPath.checked), &page)
        }.answer(visit)
        switch fault {
        case .wait(let seconds): answer.headers.append(("retry-after", String(seconds)))
        case .busy: answer.headers.append(("retry-after", "2"))
        case .empty, .wrong: break
        }
        return answer
    }

    private static func isOfName(_ fault: Fault, _ name: String) -> Bool {
        if case .empty = fault { name.isEmpty } else { false }
    }

    private static func text(_ fault: Fault, _ t: Language) -> String {
        switch fault {
        case .empty: t("Type your name and your password.", "Typ je naam en je wachtwoord.")
        case .wrong: t("The name or the password is wrong.", "De naam of het wachtwoord klopt niet.")
        case .wait(let seconds):
            t(
                "There were too many tries. Wait \(t.count(seconds, ("second", "seconds"), ("seconde", "seconden"))), then try again.",
                "Er waren te veel pogingen. Wacht \(t.count(seconds, ("second", "seconds"), ("seconde", "seconden"))) en probeer het dan opnieuw."
            )
        case .busy:
            t(
                "Others are signing in at this moment. Try again.",
                "Op dit moment melden anderen zich aan. Probeer het opnieuw."
            )
        }
    }

    private static func fields(
        _ visit: Visit,
        name: String,
        fault: Fault?,
        back: String?,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        let sentence = fault.map { text($0, t) }
        let isName = fault.map { isOfName($0, name) } ?? false
        page.element("form", ["class": "sign-in", "method": "post", "action": visit.url("/sign-in")]) { page in
            input(
                t("Name", "Naam"),
                "name",
                name,
                "text",
                "username",
                fault: isName ? sentence : nil,
                &page
            )
            input(
                t("Password", "Wachtwoord"),
                "password",
                "",
                "password",
                "current-password",
                fault: isName ? nil : sentence,
                &page
            )
            if let back { page.hidden("return", back) }
            page.element("p") { $0.button(t("Sign in", "Aanmelden")) }
        }
    }

    /// Unlike other fields one that a password manager fills in (WCAG 2.2, 3.3.8).
    private static func input(
        _ label: String,
        _ name: String,
        _ value: String,
        _ type: String,
        _ autocomplete: String,
        fault: String?,
        _ page: inout HTMLWriter
    ) {
        page.element("div", ["class": "field middle"]) { page in
            page.element("label", ["for": "f-\(name)"], label)
            page.void(
                "input",
                [
                    "id": "f-\(name)", "name": name, "type": type, "value": value.isEmpty ? nil : value,
                    "autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false",
                    "required": "required",
                    "aria-invalid": fault == nil ? nil : "true",
                    "aria-describedby": fault == nil ? nil : "f-\(name)-fault",
                ]
            )
            if let fault { page.element("p", ["class": "fault", "id": "f-\(name)-fault"], fault) }
        }
    }
}
