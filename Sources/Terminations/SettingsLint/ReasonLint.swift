import JSON

/// Checks the reasons of one document.
struct ReasonLint {
    private let settings: Settings
    private let today: LocalDate
    private let reasons: [CancellationReason]
    /// The first reason that has an alias, by the alias.
    private var holders: [String: Int] = [:]
    /// The reasons that have a label, by the label.
    private var labelled: [String: [Int]] = [:]
    /// The reasons with a code or alias, by the code or alias without punctuation.
    private var named: [String: [Int]] = [:]

    init(_ settings: Settings, today: LocalDate) {
        self.settings = settings
        self.today = today
        reasons = settings.reasons
        for (index, reason) in reasons.enumerated() {
            for alias in reason.aliases where holders[alias.normalCode] == nil { holders[alias.normalCode] = index }
            for label in Set(reason.labels.values.map(\.normalCode)) { labelled[label, default: []].append(index) }
            for name in Set(([reason.code] + reason.aliases).map(bare)) { named[name, default: []].append(index) }
        }
    }

    var findings: [LintFinding] {
        let languages = Set(reasons.filter(isInUse).flatMap(\.labels.keys))
        return reasons.indices.flatMap { index in
            noteFindings(index) + hiddenFindings(index) + likenessFindings(index)
                + labelFindings(index, languages) + catchAllFindings(index)
        }
    }

    /// Whether messages can give it now or later: it is neither merged nor retired.
    private func isInUse(_ reason: CancellationReason) -> Bool {
        reason.replacedBy == nil && reason.validThrough.map { $0 >= today } ?? true
    }

    private func finding(
        _ code: LintFinding.Code,
        _ index: Int,
        _ member: String...,
        text: LocalizedText
    ) -> LintFinding {
        let reason = JSONPointer("reasons").appending(index)
        return LintFinding(code: code, pointer: member.reduce(reason) { $0.appending($1) }, text: text)
    }

    private func noteFindings(_ index: Int) -> [LintFinding] {
        let reason = reasons[index]
        guard let minLength = reason.note.minLength, minLength > settings.note.maxLength else { return [] }
        switch reason.note.presence {
        case .required:
            return [
                finding(
                    .reasonUnreachable,
                    index,
                    "note",
                    "minLength",
                    text: LocalizedText(
                        "No message can give \(reason.code): it requires a note of at least \(minLength) "
                            + "characters, and notes have at most \(settings.note.maxLength).",
                        "Geen bericht kan \(reason.code) noemen: die vraagt een toelichting van ten minste \(minLength) "
                            + "tekens, en een toelichting heeft er hoogstens \(settings.note.maxLength)."
                    )
                )
            ]
        case .optional, .forbidden: return []
        }
    }

    private func hiddenFindings(_ index: Int) -> [LintFinding] {
        let code = reasons[index].code
        guard let holder = holders[code.normalCode].map({ reasons[$0] }),
            let successor = reasons[index].replacedBy
        else { return [] }
        var found: [LintFinding] = []
        if successor.normalCode != holder.code.normalCode {
            found.append(
                finding(
                    .aliasElsewhere,
                    index,
                    "replacedBy",
                    text: LocalizedText(
                        "\(code) is counted under \(successor), but messages that give \(code) mean "
                            + "\(holder.code), which has it for an alias.",
                        "\(code) telt mee bij \(successor), maar berichten met \(code) bedoelen \(holder.code), "
                            + "die het als alias heeft."
                    )
                )
            )
        }
        if let through = reasons[index].validThrough {
            found.append(
                finding(
                    .reasonHidden,
                    index,
                    "validThrough",
                    text: LocalizedText(
                        "\(code) cannot be given through \(through): it is an alias of \(holder.code), "
                            + "and every message that gives it means that.",
                        "\(code) is niet te noemen tot en met \(through): het is een alias van \(holder.code), "
                            + "en elk bericht met deze code bedoelt die."
                    )
                )
            )
        }
        return found
    }

    /// Compares codes with those of later reasons only, so that a pair is reported once, and labels with all.
    private func likenessFindings(_ index: Int) -> [LintFinding] {
        let reason = reasons[index]
        var found: [LintFinding] = []
        let alike =
            reason.aliases.flatMap { labelled[$0.normalCode] ?? [] }
            + ([reason.code] + reason.aliases).flatMap { named[bare($0)] ?? [] }.filter { $0 > index }
        for place in Set(alike).sorted() where place != index && !areMerged(reason, reasons[place]) {
            let other = reasons[place]
            for (number, alias) in reason.aliases.enumerated()
            where other.labels.values.contains(where: { $0.normalCode == alias.normalCode }) {
                found.append(
                    finding(
                        .aliasIsLabel,
                        index,
                        "aliases",
                        String(number),
                        text: LocalizedText(
                            "The alias \(alias) means \(reason.code), but people read it as the label of "
                                + "\(other.code).",
                            "De alias \(alias) betekent \(reason.code), maar wordt gelezen als het label van "
                                + "\(other.code)."
                        )
                    )
                )
            }
            guard place > index else { continue }
            let names = Dictionary(([other.code] + other.aliases).map { (bare($0), $0) }) { first, _ in first }
            for name in [reason.code] + reason.aliases {
                guard let like = names[bare(name)], like.normalCode != name.normalCode else { continue }
                found.append(
                    finding(
                        .codesAlike,
                        index,
                        text: LocalizedText(
                            "\(name) means \(reason.code) and \(like) means \(other.code): they differ only in "
                                + "punctuation.",
                            "\(name) betekent \(reason.code) en \(like) betekent \(other.code): ze verschillen alleen in "
                                + "leestekens."
                        )
                    )
                )
            }
        }
        return found
    }

    private func areMerged(_ one: CancellationReason, _ other: CancellationReason) -> Bool {
        one.replacedBy?.normalCode == other.code.normalCode || other.replacedBy?.normalCode == one.code.normalCode
    }

    /// Letters and digits only.
    private func bare(_ code: String) -> String {
        String(code.normalCode.filter { $0.isLetter || $0.isNumber })
    }

    private func labelFindings(_ index: Int, _ languages: Set<String>) -> [LintFinding] {
        guard isInUse(reasons[index]) else { return [] }
        return languages.subtracting(reasons[index].labels.keys).sorted().map { language in
            finding(
                .labelMissing,
                index,
                "labels",
                text: LocalizedText(
                    "\(reasons[index].code) has no label in \(language), which other reasons have.",
                    "\(reasons[index].code) heeft geen label in \(language), en andere redenen wel."
                )
            )
        }
    }

    private func catchAllFindings(_ index: Int) -> [LintFinding] {
        let reason = reasons[index]
        guard isInUse(reason), reason.note.presence != .required else { return [] }
        let names = [reason.code] + reason.aliases + reason.labels.sorted { $0.key < $1.key }.map(\.value)
        guard let name = names.first(where: CatchAllWords.isCatchAll) else { return [] }
        return [
            finding(
                .catchAllWithoutNote,
                index,
                "note",
                text: LocalizedText(
                    "\(reason.code) (\(name)) is used for everything else and requires no note, so reports will "
                        + "not show what it was.",
                    "\(reason.code) (\(name)) dient voor al het andere en vraagt geen toelichting; rapporten laten dan niet "
                        + "zien wat het was."
                )
            )
        ]
    }
}

/// Names of catch-all reasons in several European languages.
public enum CatchAllWords {
    private static let words: Set<String> = [
        "other", "others", "misc", "miscellaneous", "unknown", "unspecified", "various", "else", "none",
        "overig", "overige", "anders", "onbekend", "divers", "diversen",
        "sonstige", "sonstiges", "sonstiger", "andere", "anderes", "unbekannt", "verschiedenes",
        "autre", "autres", "inconnu", "inconnue", "otro", "otra", "otros", "otras", "desconocido",
        "altro", "altri", "outro", "outros",
    ]
    /// Words that often accompany one of those: "Other reason", "Andere reden", "Sonstige Gründe".
    private static let fillers: Set<String> = [
        "reason", "reasons", "something", "any", "reden", "redenen", "namelijk", "grund", "gründe", "raison", "raisons",
        "motivo", "motivos", "motivi",
    ]

    /// Whether the name consists of such words: "Other reason" does, "Moved to another supplier" does not.
    public static func isCatchAll(_ name: String) -> Bool {
        let parts = name.lowercased().split { !$0.isLetter }.map(String.init)
        return parts.contains(where: words.contains) && parts.allSatisfy { words.contains($0) || fillers.contains($0) }
    }
}
