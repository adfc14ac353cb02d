import Reports

/// Who is there, what they may do, and what each role may.
enum AccessPage {
    static func page(_ visit: Visit) -> Page {
        let t = visit.t
        return Page(t("Access", "Toegang"), place: .access) { page in
            if let person = visit.person {
                page.element(
                    "p",
                    ["class": "lead"],
                    visit.configuration.isWritable
                        ? t(
                            "You are \(person.name), signed in on this machine.",
                            "Je bent \(person.name), aangemeld op deze machine."
                        )
                        : t(
                            "You are \(person.name), signed in on this machine. The console was started without --write, so it changes nothing.",
                            "Je bent \(person.name), aangemeld op deze machine. De console is zonder --write gestart en wijzigt dus niets."
                        )
                )
            }
            page.table(
                t("What you may do, and what the roles may", "Wat je mag, en wat de rollen mogen"),
                [.text(t("Permission", "Bevoegdheid")), .text(t("It allows to", "Laat toe")), .text(t("You", "Jij"))]
                    + Role.shipped.map { .text($0.name) }
            ) { page in
                for permission in Permission.allCases {
                    page.row { page in
                        page.rowHeading { $0.code(permission.rawValue) }
                        page.element("td", ["class": "label"], permission.text(t))
                        mark(visit.may(permission), t, &page)
                        for role in Role.shipped { mark(role.permissions.contains(permission), t, &page) }
                    }
                }
            }
        }
    }

    private static func mark(_ isAllowed: Bool, _ t: Language, _ page: inout HTMLWriter) {
        page.element("td", ["class": isAllowed ? "mark-yes" : "mark-no"], isAllowed ? t("yes", "ja") : "–")
    }
}

/// Where the one-time link leads: looking at it signs nobody in, so that whatever opens links ahead of people does not use
/// it up.
enum SignInPage {
    static func page(_ visit: Visit) -> Page {
        let t = visit.t
        let token = visit.request.query["token"]
        return Page(t("Sign in", "Aanmelden")) { page in
            if visit.person != nil {
                page.element("p") { page in
                    page.write(t("You are signed in already. ", "Je bent al aangemeld. "))
                    page.link(t("To the overview", "Naar het overzicht"), to: visit.url("/"))
                }
            }
            if let token {
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
                        "Open the link that the start of the console printed.",
                        "Open de link die de start van de console toonde."
                    )
                )
                page.element("p") { page in
                    page.write(
                        t(
                            "It is good once. For a new one, start the console again: ",
                            "Hij is één keer geldig. Start voor een nieuwe de console opnieuw: "
                        )
                    )
                    page.code("terminus console")
                }
            }
        }
    }

    static func problem(_ visit: Visit) -> PageProblem {
        let t = visit.t
        return PageProblem(
            403,
            t("This link is not good any more", "Deze link is niet meer geldig"),
            t(
                "It was used already, is older than an hour, or is of an earlier start.",
                "Hij is al gebruikt, is ouder dan een uur, of hoort bij een eerdere start."
            ),
            remedy: t(
                "Start the console again (terminus console) and open the link that it prints.",
                "Start de console opnieuw (terminus console) en open de link die hij toont."
            )
        )
    }
}
