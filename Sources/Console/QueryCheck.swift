import Reports

/// What is wrong with the query of an address. A filter with a typing error must not mean everything, so a page refuses a
/// parameter that it does not read and a value that it cannot read, as the HTTP API does.
struct QueryFaults {
    private(set) var all: [(name: String, text: String)] = []

    private mutating func add(_ name: String, _ en: String, _ nl: String, _ t: Language) {
        let name = String(name.prefix(64))
        all.append((name: name, text: t("\(name): \(en)", "\(name): \(nl)")))
    }

    /// - Parameter names: the parameters that the page reads.
    init(_ visit: Visit, reading names: Set<String>) {
        let t = visit.t
        var seen: Set<String> = []
        for pair in visit.request.query.pairs {
            let isFirst = seen.insert(pair.name).inserted
            if pair.name == Self.language {
                if isFirst, !pair.value.trimmed.isEmpty, Language(tag: pair.value.trimmed) == nil {
                    add(pair.name, "the console has en and nl.", "de console heeft en en nl.", t)
                }
            } else if !names.contains(pair.name) {
                if isFirst {
                    add(pair.name, "this page has no such parameter.", "deze pagina heeft zo'n parameter niet.", t)
                }
            } else if !isFirst, !Self.repeated.contains(pair.name) {
                add(pair.name, "it may be given once.", "hij mag één keer voorkomen.", t)
            }
        }
    }

    private static let language = "lang"
    private static let repeated: Set<String> = ["id"]

    /// - Throws: ``PageProblem`` that names every fault and leads to the page without these parameters.
    func check(_ visit: Visit) throws {
        guard !all.isEmpty else { return }
        throw PageProblem.query(all, visit)
    }
}

extension PageProblem {
    /// - Parameter faults: the parameters, each with a sentence that names it.
    static func query(_ faults: [(name: String, text: String)], _ visit: Visit) -> PageProblem {
        let t = visit.t
        let names = Set(faults.map(\.name))
        let left = visit.request.query.leaving(names)
        return PageProblem(
            400,
            t.count(
                names.count,
                ("parameter of the address cannot be read", "parameters of the address cannot be read"),
                ("parameter van het adres is niet te lezen", "parameters van het adres zijn niet te lezen")
            ),
            faults.map(\.text).joined(separator: " "),
            remedy: visit.request.isSafe
                ? names.count == 1
                    ? t(
                        "Correct the address, or leave the parameter out.",
                        "Verbeter het adres, of laat de parameter weg."
                    )
                    : t(
                        "Correct the address, or leave the parameters out.",
                        "Verbeter het adres, of laat de parameters weg."
                    )
                : t("Nothing was changed.", "Er is niets gewijzigd."),
            link: visit.request.isSafe
                ? (
                    names.count == 1
                        ? t("The page without it", "De pagina zonder die parameter")
                        : t("The page without them", "De pagina zonder die parameters"),
                    visit.url(visit.request.path, left)
                ) : nil
        )
    }

    static func query(_ name: String, _ en: String, _ nl: String, _ visit: Visit) -> PageProblem {
        query([(name: name, text: visit.t("\(name): \(en)", "\(name): \(nl)"))], visit)
    }

    /// Of a filter whose form is not on the page.
    static func query(_ faults: FormFaults, _ visit: Visit) -> PageProblem {
        query(
            faults.all.map { fault in
                (name: fault.field ?? "", text: (fault.field.map { "\($0): " } ?? "") + fault.text)
            },
            visit
        )
    }
}
