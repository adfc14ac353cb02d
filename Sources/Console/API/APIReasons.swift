import Application
import JSON
import Terminations

/// The cancellation reasons for forms of a CRM or a portal.
enum APIReasons {
    static func list(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let facts = FormFacts(
            occurredAt: query.moment("at") ?? visit.now,
            contractType: query.text("contract-type", longest: 64),
            initiator: query.choice("initiator"),
            terminationType: query.choice("termination-type"),
            customerKind: query.choice("customer-kind")
        )
        let language = query.text("language", longest: 35)
        if let language, !isTag(language) {
            query.report("language", .unknownValue, "language must be a language tag such as nl or en-GB.")
        }
        try query.requireNoFaults()
        let reasons = try visit.reading { try $0.formReasons(for: facts, in: language) }
        // A form asks often. The answer differs by day, and says so by its tag.
        return PageAnswer.json(headers: [("cache-control", "private, max-age=60")]) { reasons.write(to: &$0) }
    }

    static func reason(_ visit: APIVisit) throws -> PageAnswer {
        try visit.query.requireNoFaults()
        let details = try visit.reading { try $0.reason(visit.parameter("code")) }
        return PageAnswer.json { details.write(to: &$0) }
    }

    /// Whether it looks like a language tag (BCP 47).
    static func isTag(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.enumerated().allSatisfy { index, part in
            1...8 ~= part.utf8.count
                && part.utf8.allSatisfy { byte in
                    0x61...0x7A ~= byte | 0x20 || index > 0 && 0x30...0x39 ~= byte
                }
        }
    }
}
