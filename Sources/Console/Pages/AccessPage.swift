import Reports

/// Who is there, what they may do, and what each role may.
enum AccessPage {
    static func page(_ visit: Visit) -> Page {
        let t = visit.t
        return Page(t("Access", "Toegang"), place: .access) { page in
            if let person = visit.person {
                page.element("p", ["class": "lead"], lead(person, visit))
            }
            page.table(
                t("What you may do, and what the roles may", "Wat je mag, en wat de rollen mogen"),
                [.text(t("Permission", "Bevoegdheid")), .text(t("It allows to", "Laat toe")), .text(t("You", "Jij"))]
                    + visit.configuration.roles.roles.map { .text($0.name) }
            ) { page in
                for permission in Permission.allCases {
                    page.row { page in
                        page.rowHeading { $0.code(permission.rawValue) }
                        page.cell(permission.text(t), class: "label")
                        mark(visit.may(permission), t, &page)
                        for role in visit.configuration.roles.roles {
                            mark(role.permissions.contains(permission), t, &page)
                        }
                    }
                }
            }
        }
    }

    private static func lead(_ person: Person, _ visit: Visit) -> String {
        let t = visit.t
        let roles = person.roles.joined(separator: ", ")
        let who =
            person.roles.isEmpty
            ? t(
                "You are \(person.name), signed in on this machine.",
                "Je bent \(person.name), aangemeld op deze machine."
            )
            : t(
                "You are \(person.name), with \(person.roles.count == 1 ? "the role" : "the roles") \(roles).",
                "Je bent \(person.name), met \(person.roles.count == 1 ? "de rol" : "de rollen") \(roles)."
            )
        if visit.configuration.isWritable { return who }
        return switch visit.configuration.signIn {
        case .local:
            who
                + t(
                    " The console was started without --write, so it changes nothing.",
                    " De console is zonder --write gestart en wijzigt dus niets."
                )
        case .proxy, .oidc, .users:
            who
                + t(
                    " The console is read-only (console.readOnly), so it changes nothing.",
                    " De console kan alleen lezen (console.readOnly) en wijzigt dus niets."
                )
        }
    }

    private static func mark(_ isAllowed: Bool, _ t: Language, _ row: inout TableRow) {
        row.cell(isAllowed ? t("yes", "ja") : "–", class: isAllowed ? "mark-yes" : "mark-no")
    }
}
