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
                        sentence: "Rule \(index + 1) never decides: rule \(winner + 1) matches whatever it matches, "
                            + "and the last rule that matches wins."
                    )
                ]
            }
            return later.filter { rules[index].contends(with: rules[$0]) }.map { other in
                LintFinding(
                    code: .rulesOverlap,
                    pointer: pointer(to: index),
                    sentence: "Rules \(index + 1) and \(other + 1) say different things and some terminations match "
                        + "both; rule \(other + 1) decides these, because it is the later one."
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

    /// Whether both match something and say different things about it, and neither is an exception to the other.
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

    /// Every message has a termination type: all of them are no condition.
    private func everyTypeAsNone(_ types: Set<TerminationType>?) -> Set<TerminationType>? {
        types?.count == TerminationType.allCases.count ? nil : types
    }
}
