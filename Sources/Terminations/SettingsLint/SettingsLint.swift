import JSON

/// Finds probable mistakes in valid settings. Pure: the same settings have the same findings.
///
/// Definite mistakes are violations when settings are read: two reasons with one code, a `validFrom` after the
/// `validThrough`, a merge into an unknown reason or in a circle.
public enum SettingsLint {
    /// The findings, in the order of the document.
    ///
    /// - Parameter today: reasons that were retired before this day no longer need translations or notes.
    public static func findings(in settings: Settings, on today: LocalDate) -> [LintFinding] {
        ruleFindings(in: settings.reasonRequired)
            + ReasonLint(settings, today: today).findings
    }
}

/// A probable mistake in valid settings.
public struct LintFinding: Sendable, Equatable {
    /// Stable codes, documented in `docs/settings.md`.
    public enum Code: String, CaseIterable, Sendable {
        /// A later rule matches whatever this one matches, so this one never decides.
        case ruleNeverDecides = "rule-never-decides"
        /// Two rules with different results match some of the same terminations; the later one decides these.
        case rulesOverlap = "rules-overlap"
        /// The reason requires a note that is longer than the limit for notes, so no message can give it.
        case reasonUnreachable = "reason-unreachable"
        /// The reason's code is an alias of another reason, so no message can name it.
        case reasonHidden = "reason-hidden"
        /// Reports count the merged reason under one reason, and messages with its code mean another.
        case aliasElsewhere = "alias-elsewhere"
        /// Codes or aliases of two reasons differ only in punctuation or spaces.
        case codesAlike = "codes-alike"
        /// An alias of one reason is the label of another.
        case aliasIsLabel = "alias-is-label"
        /// Other reasons have a label in this language.
        case labelMissing = "label-missing"
        /// A catch-all reason does not require a note, so reports will not show what it was.
        case catchAllWithoutNote = "catch-all-without-note"

        public var severity: Severity {
            switch self {
            case .reasonUnreachable: .error
            case .ruleNeverDecides, .rulesOverlap, .reasonHidden, .aliasElsewhere, .codesAlike, .aliasIsLabel,
                .labelMissing, .catchAllWithoutNote:
                .warning
            }
        }
    }

    public enum Severity: String, Sendable {
        case warning
        /// The settings cannot work as they are.
        case error
    }

    public let code: Code
    /// The place in the settings document.
    public let pointer: JSONPointer
    /// One English sentence, or two.
    public let text: LocalizedText

    /// In English.
    public var sentence: String { text.en }
    public var severity: Severity { code.severity }
}

extension SettingsLint {
    static func ruleFindings(in requirement: ReasonRequirement) -> [LintFinding] {
        let rules = requirement.rules
        return rules.indices.flatMap { index -> [LintFinding] in
            let later = rules.indices.dropFirst(index + 1)
            if let winner = later.first(where: { rules[$0].matchesWhatever(rules[index]) }) {
                return [
                    LintFinding(
                        code: .ruleNeverDecides,
                        pointer: pointer(to: index),
                        text: LocalizedText(
                            "Rule \(index + 1) never decides: rule \(winner + 1) matches whatever it matches, "
                                + "and the last rule that matches wins.",
                            "Regel \(index + 1) beslist nooit: regel \(winner + 1) past op alles waarop die past, "
                                + "en de laatste passende regel geldt."
                        )
                    )
                ]
            }
            return later.filter { rules[index].contends(with: rules[$0]) }.map { other in
                LintFinding(
                    code: .rulesOverlap,
                    pointer: pointer(to: index),
                    text: LocalizedText(
                        "Rules \(index + 1) and \(other + 1) have different results, and some terminations match "
                            + "both; rule \(other + 1) decides these, because it is the later one.",
                        "Regels \(index + 1) en \(other + 1) hebben een verschillende uitkomst, en op sommige "
                            + "beëindigingen passen ze beide; daar beslist regel \(other + 1), want die staat later."
                    )
                )
            }
        }
    }

    private static func pointer(to index: Int) -> JSONPointer {
        JSONPointer("reasonRequired").appending(index)
    }
}

extension ReasonRequirement.Rule {
    /// Whether it matches every termination that the other one matches.
    fileprivate func matchesWhatever(_ other: ReasonRequirement.Rule) -> Bool {
        let begins = from.map { from in other.from.map { from <= $0 } ?? false } ?? true
        return begins && when.holdsWherever(other.when)
    }

    /// Whether some terminations match both, the results differ, and neither rule is an exception to the other.
    fileprivate func contends(with later: ReasonRequirement.Rule) -> Bool {
        isRequired != later.isRequired
            && when.meets(later.when) && !when.holdsWherever(later.when) && !later.when.holdsWherever(when)
    }
}

extension ReasonRequirement.Condition {
    fileprivate func holdsWherever(_ other: ReasonRequirement.Condition) -> Bool {
        contains(contractTypes, other.contractTypes) && contains(initiators, other.initiators)
            && contains(everyTypeAsNone(terminationTypes), everyTypeAsNone(other.terminationTypes))
            && contains(customerKinds, other.customerKinds)
    }

    fileprivate func meets(_ other: ReasonRequirement.Condition) -> Bool {
        intersects(contractTypes, other.contractTypes) && intersects(initiators, other.initiators)
            && intersects(terminationTypes, other.terminationTypes) && intersects(customerKinds, other.customerKinds)
    }

    private func contains<Value>(_ wide: Set<Value>?, _ narrow: Set<Value>?) -> Bool {
        guard let wide else { return true }
        return narrow.map(wide.isSuperset) ?? false
    }

    private func intersects<Value>(_ left: Set<Value>?, _ right: Set<Value>?) -> Bool {
        guard let left, let right else { return true }
        return !left.isDisjoint(with: right)
    }

    /// Every message has a termination type, so a list of all types is no condition.
    private func everyTypeAsNone(_ types: Set<TerminationType>?) -> Set<TerminationType>? {
        types?.count == TerminationType.allCases.count ? nil : types
    }
}
