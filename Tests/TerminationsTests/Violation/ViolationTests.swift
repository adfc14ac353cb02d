import JSON
import Terminations
import Testing

@Suite struct `Violations` {
    static let published = [
        "malformed-json", "not-an-object", "too-large", "too-deep", "invalid-utf8", "missing-field", "wrong-type",
        "unknown-value", "too-long", "too-short", "invalid-date", "invalid-instant", "invalid-time-zone",
        "invalid-duration", "invalid-currency", "out-of-range", "message-id-mismatch", "message-id-reused",
        "unsupported-content-type", "reason-required", "unknown-reason", "reason-retired", "reason-not-yet-valid",
        "reason-not-allowed", "note-required", "note-forbidden", "end-date-before-start", "backdated-too-far",
        "contract-already-terminated", "unknown-termination", "revision-conflict", "already-withdrawn",
        "contract-mismatch", "stale-revision", "already-recorded", "occurred-in-future", "end-date-too-far",
        "contradictory-dates", "unsupported-content-encoding", "malformed-yaml",
    ]

    @Test func `have the codes of the message contract, in its order`() {
        #expect(Violation.Code.allCases.map(\.rawValue) == Self.published)
    }

    @Test(arguments: Violation.Code.allCases)
    func `are read back as they were written`(code: Violation.Code) throws {
        let short = Violation(code, at: .root, "Say \"why\".")
        let long = Violation(code, at: JSONPointer("a/b", "0"), "Why.", expected: "this", suggestion: "that")
        let json = try JSONValue(parsing: Violation.json([short, long]))
        #expect(json.array?.map(Violation.init(json:)) == [short, long])
    }

    @Test(arguments: [
        "null", "{}", #"{"code":"no-such-code","pointer":"","message":""}"#,
        #"{"code":"too-deep","pointer":"a","message":""}"#,
        #"{"code":"too-deep","pointer":""}"#,
    ])
    func `are not read from anything else`(text: String) throws {
        #expect(Violation(json: try JSONValue(parsing: text)) == nil)
    }
}

@Suite struct `A fingerprint` {
    private let missing = Violation(.missingField, at: JSONPointer("endDate"), "One wording.")
    private let unknown = Violation(.unknownReason, at: JSONPointer("reasonCode"), "Another.", suggestion: "price")

    @Test func `is the beginning of SHA-256 over the sorted lines`() {
        // printf 'missing-field /endDate\nunknown-reason /reasonCode' | sha256sum
        #expect(Fingerprint([unknown, missing]).description == "9cb3615191e6")
    }

    @Test func `depends on codes and pointers alone`() {
        let reworded = Violation(.missingField, at: JSONPointer("endDate"), "Reworded.", expected: "date")
        #expect(Fingerprint([missing, unknown]) == Fingerprint([unknown, reworded, missing]))
        #expect(Fingerprint([missing]) != Fingerprint([unknown]))
    }

    @Test func `is read back from its text`() {
        let fingerprint = Fingerprint([missing])
        #expect(Fingerprint(parsing: fingerprint.description) == fingerprint)
        #expect(Fingerprint(parsing: "abc") == nil)
        #expect(Fingerprint(parsing: "ABCDEF012345") == nil)
    }
}
