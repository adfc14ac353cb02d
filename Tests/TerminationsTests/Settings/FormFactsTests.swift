import JSON
import Testing

@testable import Terminations

@Suite struct `What a form may offer` {
    private static let settings = Sample.settings(
        """
        reasonRequired:
          - {required: true, when: {contractType: [lease], customerKind: [business]}}
          - {required: false, when: {initiator: [provider]}}
          - {required: true, from: 2026-03-15, when: {terminationType: [ordinary]}}
        reasons:
          - {code: open, labels: {nl: Open}}
          - {code: until, labels: {nl: Tot}, validThrough: 2026-03-01}
          - {code: from, labels: {nl: Vanaf}, validFrom: 2026-03-02}
          - {code: customer, labels: {nl: Klant}, allowed: {initiator: [customer]}}
          - {code: lease, labels: {nl: Lease}, allowed: {contractType: [lease], terminationType: [ordinary]}}
          - {code: merged, labels: {nl: Samen}, replacedBy: open}
          - {code: leaving, labels: {nl: Weg}, replacedBy: open, validThrough: 2026-03-20}
        """
    )

    /// With every fact known, the form offers what the judge accepts, and asks for a reason where the judge does.
    @Test(arguments: ["2026-03-01T10:00:00Z", "2026-03-01T23:30:00Z", "2026-03-15T10:00:00Z", "2026-03-21T10:00:00Z"])
    func `is what the judge accepts`(at: String) throws {
        let instant = try #require(Instant(rfc3339: at))
        let judge = Judge(settings: Self.settings)
        let rules: Set<Violation.Code> = [
            .unknownReason, .reasonRetired, .reasonNotYetValid, .reasonNotAllowed, .reasonRequired,
        ]
        for initiator in Initiator.allCases {
            for type in TerminationType.allCases {
                for contract in ["lease", "maintenance"] {
                    for kind in CustomerKind.allCases {
                        let facts = FormFacts(
                            occurredAt: instant,
                            contractType: contract,
                            initiator: initiator,
                            terminationType: type,
                            customerKind: kind
                        )
                        func isAccepted(_ reason: String?) -> Bool {
                            let parsed = Sample.parsed([
                                "reasonCode": reason.map { "\"\($0)\"" }, "occurredAt": "\"\(at)\"",
                                "initiator": "\"\(initiator.rawValue)\"", "terminationType": "\"\(type.rawValue)\"",
                                "contractType": "\"\(contract)\"", "customerKind": "\"\(kind.rawValue)\"",
                            ])
                            guard case .rejected(let violations) = judge.judge(parsed, history: .none) else {
                                return true
                            }
                            return rules.isDisjoint(with: violations.map(\.code))
                        }
                        let offered = Self.settings.settings.reasons(for: facts).map(\.code)
                        let accepted = Self.settings.settings.reasons.map(\.code).filter { isAccepted($0) }
                        #expect(offered == accepted, "\(facts)")
                        #expect(Self.settings.settings.requiresReason(for: facts) == !isAccepted(nil), "\(facts)")
                    }
                }
            }
        }
    }

    @Test func `keeps a restricted reason where the form does not know the fact`() throws {
        let instant = try #require(Instant(rfc3339: "2026-03-01T10:00:00Z"))
        let offered = Self.settings.settings.reasons(for: FormFacts(occurredAt: instant)).map(\.code)
        #expect(offered == ["open", "until", "customer", "lease", "leaving"])
        #expect(!Self.settings.settings.requiresReason(for: FormFacts(occurredAt: instant, contractType: "lease")))
    }
}
