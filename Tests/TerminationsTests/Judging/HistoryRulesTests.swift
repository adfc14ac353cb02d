import Terminations
import Testing

@Suite struct `Judging a message by its history` {
    private let judge = Judge(settings: Sample.settings())
    private let strict = Judge(settings: Sample.settings("reasons: []\nmaxBackdatingDays: 0"))

    private func recorded(
        revision: Int = 1,
        content: ContentDigest? = Sample.parsed().contentDigest,
        contractID: String = "c-1",
        customerID: String = "k-1",
        startDate: String? = nil,
        occurredAt: String = "2026-03-01T09:15:30Z",
        isWithdrawn: Bool = false
    ) -> RecordedTermination {
        RecordedTermination(
            terminationID: "t-1",
            contractID: contractID,
            customerID: customerID,
            startDate: startDate.map { LocalDate($0)! },
            endDate: LocalDate("2026-03-31")!,
            billingStopsAt: Instant(rfc3339: "2026-03-31T22:00:00Z")!,
            revision: revision,
            occurredAt: Instant(rfc3339: occurredAt)!,
            action: isWithdrawn ? .withdraw : .terminate,
            contentDigest: content!
        )
    }

    @Test func `accepts a new termination`() {
        #expect(judge.judge(Sample.parsed(), history: .none).lines == ["accepted"])
    }

    @Test func `recognises a duplicate regardless of the present settings`() {
        let parsed = Sample.parsed()
        let history = History(
            acceptedContent: parsed.contentDigest,
            termination: recorded(revision: 5, contractID: "other"),
            inForce: [.other("another")]
        )
        #expect(judge.judge(parsed, history: history).lines == ["duplicate"])
        #expect(strict.judge(parsed, history: history).lines == ["duplicate"])
    }

    @Test func `refuses a message id with other content, along with everything else`() {
        let history = History(acceptedContent: Sample.parsed().contentDigest)
        let changed = Sample.parsed(["endDate": #""2026-04-30""#])
        #expect(judge.judge(changed, history: history).lines == ["message-id-reused /messageId"])
        let broken = Sample.parsed(["endDate": "1", "reasonCode": #""prize""#])
        #expect(
            judge.judge(broken, history: history).lines
                == ["message-id-reused /messageId", "unknown-reason /reasonCode", "wrong-type /endDate"]
        )
    }

    @Test func `does not take a message whose delivery has another id for a duplicate`() {
        var incoming = Sample.message()
        incoming.properties.messageID = "m-2"
        let parsed = ParsedMessage(incoming)
        let history = History(acceptedContent: parsed.contentDigest)
        #expect(judge.judge(parsed, history: history).lines == ["message-id-mismatch /messageId"])
    }

    @Test func `finds a lower revision stale, and the same revision with the same content`() {
        let parsed = Sample.parsed(["revision": "2", "messageId": #""m-2""#])
        let same = parsed.contentDigest
        let other = Sample.parsed().contentDigest
        #expect(
            judge.judge(parsed, history: History(termination: recorded(revision: 3, content: other))).lines == [
                "stale"
            ]
        )
        #expect(
            judge.judge(parsed, history: History(termination: recorded(revision: 2, content: same))).lines == ["stale"]
        )
        #expect(
            strict.judge(parsed, history: History(termination: recorded(revision: 3, content: other))).lines == [
                "stale"
            ]
        )
    }

    @Test func `refuses the same revision with other content`() {
        let parsed = Sample.parsed(["endDate": #""2026-04-30""#])
        let history = History(termination: recorded(), inForce: [.other("t-1")])
        #expect(judge.judge(parsed, history: history).lines == ["revision-conflict /revision"])
    }

    @Test func `refuses to terminate again by a higher revision`() throws {
        let parsed = Sample.parsed(["revision": "2"])
        let history = History(termination: recorded(), inForce: [.other("t-1")])
        let verdict = judge.judge(parsed, history: history)
        #expect(verdict.lines == ["already-recorded /terminationId"])
        #expect(verdict.violations.first?.expected == "action correct with a revision above 1")
    }

    @Test(arguments: ["1", "2", "3", "4"])
    func `refuses every later message for a withdrawn termination`(revision: String) {
        let withdrawn = recorded(
            revision: 2,
            content: Sample.parsed(["revision": "2", "action": #""withdraw""#]).contentDigest,
            occurredAt: "2026-03-02T09:00:00Z",
            isWithdrawn: true
        )
        let earlier = Sample.parsed().contentDigest
        for action in ["terminate", "correct", "withdraw"] {
            let parsed = Sample.parsed([
                "messageId": #""m-9""#, "action": "\"\(action)\"", "revision": revision, "endDate": #""2026-05-31""#,
                "occurredAt": #""2026-03-09T10:00:00Z""#,
            ])
            let history = History(termination: withdrawn, earlierContent: revision == "1" ? earlier : nil)
            #expect(judge.judge(parsed, history: history).lines == ["already-withdrawn /terminationId"])
        }
    }

    @Test func `finds repeated and overtaken messages for a withdrawn termination stale`() {
        let withdrawal = Sample.parsed(["messageId": #""m-2""#, "revision": "3", "action": #""withdraw""#])
        let withdrawn = recorded(revision: 3, content: withdrawal.contentDigest, isWithdrawn: true)
        #expect(judge.judge(withdrawal, history: History(termination: withdrawn)).staleness == .repeated)
        let first = History(termination: withdrawn, earlierContent: Sample.parsed().contentDigest)
        #expect(judge.judge(Sample.parsed(), history: first).staleness == .repeated)
        let correction = Sample.parsed(["messageId": #""m-3""#, "revision": "2", "action": #""correct""#])
        #expect(judge.judge(correction, history: History(termination: withdrawn)).staleness == .overtaken)
    }

    @Test(arguments: [
        ("2026-03-01T09:15:30Z", "correct", ["stale"]), ("2026-02-01T00:00:00Z", "withdraw", ["stale"]),
        ("2026-03-01T09:15:30.001Z", "correct", ["stale-revision /revision"]),
        ("2026-03-08T00:00:00Z", "withdraw", ["stale-revision /revision"]),
        ("2026-03-08T00:00:00Z", "terminate", ["already-recorded /terminationId", "stale-revision /revision"]),
        ("2026-03-01T09:15:30Z", "terminate", ["stale"]),
    ])
    func `refuses a lower revision only where it was made later`(made: String, action: String, lines: [String]) {
        let parsed = Sample.parsed([
            "messageId": #""m-2""#, "revision": "2", "action": "\"\(action)\"", "occurredAt": "\"\(made)\"",
        ])
        let history = History(termination: recorded(revision: 3))
        let verdict = judge.judge(parsed, history: history)
        #expect(verdict.lines == lines)
        if lines.contains("stale-revision /revision") {
            #expect(verdict.violations.last?.expected == "revision above 3")
        }
    }

    @Test func `refuses a lower revision that is recorded with other content`() {
        let history = History(
            termination: recorded(revision: 3),
            earlierContent: Sample.parsed(["revision": "2", "endDate": #""2026-05-31""#]).contentDigest
        )
        let parsed = Sample.parsed(["messageId": #""m-2""#, "revision": "2", "action": #""correct""#])
        #expect(judge.judge(parsed, history: history).lines == ["revision-conflict /revision"])
    }

    /// The recorded termination ends the contract on 30 June.
    @Test(arguments: [
        ("2026-07-01", "2026-12-31", ["accepted"]), ("2026-09-01", "2026-12-31", ["accepted"]),
        ("2026-06-30", "2026-12-31", ["contract-already-terminated /contractId"]),
        ("2020-01-01", "2026-12-31", ["contract-already-terminated /contractId"]),
        // Never in force, after the end of the term before.
        ("2026-07-01", "2026-06-30", ["accepted"]),
    ])
    func `accepts the end of a term that begins after the recorded one`(start: String, end: String, lines: [String]) {
        let changes: KeyValuePairs<String, String?> = [
            "contract.startDate": "\"\(start)\"", "endDate": "\"\(end)\"", "contract.termEndDate": nil,
            "contract.billedThrough": nil,
        ]
        let history = History(inForce: [.other("t-0")])
        #expect(judge.judge(Sample.parsed(changes), history: history).lines == lines)
    }

    @Test func `accepts the end of a term before the recorded one, which arrives later`() {
        let later = History(inForce: [.other("t-2", from: "2026-09-01", to: "2027-06-30")])
        #expect(judge.judge(Sample.parsed(), history: later).lines == ["accepted"])
        let overlapping = Sample.parsed(["endDate": #""2026-09-01""#])
        #expect(judge.judge(overlapping, history: later).lines == ["contract-already-terminated /contractId"])
    }

    @Test func `refuses a correction that reaches into another term`() {
        let others = [TerminationInForce.other("t-2", from: "2026-09-01", to: "2027-06-30")]
        func lines(_ endDate: String, _ recorded: RecordedTermination) -> [String] {
            let parsed = Sample.parsed([
                "messageId": #""m-2""#, "action": #""correct""#, "revision": "2", "endDate": "\"\(endDate)\"",
                "contract": nil,
            ])
            return judge.judge(parsed, history: History(termination: recorded, inForce: others)).lines
        }
        #expect(lines("2026-08-31", recorded()) == ["accepted"])
        #expect(lines("2026-09-01", recorded()) == ["contract-already-terminated /contractId"])
        // The term that a revision gave stays known, though a correction leaves the fact out.
        #expect(lines("2027-12-31", recorded(startDate: "2027-07-01")) == ["accepted"])
    }

    @Test(arguments: [
        ("2026-03-31", ["accepted"], false), ("2026-02-28", ["accepted"], true),
        ("2026-02-27", ["end-date-before-start /endDate"], false),
    ])
    func `judges a correction without a start date by the recorded one`(
        endDate: String,
        lines: [String],
        isNeverInForce: Bool
    ) throws {
        let parsed = Sample.parsed([
            "messageId": #""m-2""#, "action": #""correct""#, "revision": "2", "endDate": "\"\(endDate)\"",
            "contract": nil,
        ])
        let verdict = judge.judge(parsed, history: History(termination: recorded(startDate: "2026-03-01")))
        #expect(verdict.lines == lines)
        if let termination = verdict.termination {
            #expect(termination.isNeverInForce == isNeverInForce)
            #expect(termination.contract.startDate == LocalDate("2026-03-01"))
        }
    }

    @Test func `treats a contract that never came into force as the term of that day`() {
        let inForce = History(inForce: [.other("t-0", from: "2027-01-01", to: "2027-12-31")])
        let never = Sample.parsed([
            "contract.startDate": #""2027-01-01""#, "endDate": #""2026-12-31""#, "contract.termEndDate": nil,
            "contract.billedThrough": nil,
        ])
        #expect(judge.judge(never, history: inForce).lines == ["contract-already-terminated /contractId"])
    }

    @Test func `reveals nothing of another customer's termination`() {
        let others = [TerminationInForce.other("t-0", customerID: "k-9")]
        let inForce = judge.judge(Sample.parsed(), history: History(inForce: others)).violations
        let mismatch = judge.judge(
            Sample.parsed(["revision": "2", "action": #""withdraw""#]),
            history: History(termination: recorded(contractID: "c-9", customerID: "k-9"))
        ).violations
        #expect(inForce.map(\.code) == [.contractAlreadyTerminated])
        #expect(mismatch.map(\.code) == [.contractMismatch, .contractMismatch])
        for violation in inForce + mismatch {
            let said = "\(violation.message) \(violation.expected ?? "") \(violation.suggestion ?? "")"
            for secret in ["t-0", "k-9", "c-9", "2026-06-30"] { #expect(!said.contains(secret)) }
        }
    }

    @Test func `refuses a contract that another termination ends`() {
        let verdict = judge.judge(Sample.parsed(), history: History(inForce: [.other("t-0")]))
        #expect(verdict.lines == ["contract-already-terminated /contractId"])
        #expect(verdict.violations.first?.suggestion == "t-0")
        #expect(judge.judge(Sample.parsed(), history: History(inForce: [.other("t-1")])).lines == ["accepted"])
    }

    @Test(arguments: [
        ("c-2", "k-1", ["contract-mismatch /contractId"]), ("c-1", "k-2", ["contract-mismatch /customerId"]),
        ("c-2", "k-2", ["contract-mismatch /contractId", "contract-mismatch /customerId"]),
    ])
    func `refuses a termination of another contract or customer, whatever its revision`(
        contractID: String,
        customerID: String,
        lines: [String]
    ) {
        for revision in [1, 2, 3] {
            let termination = recorded(revision: revision, contractID: contractID, customerID: customerID)
            let verdict = judge.judge(Sample.parsed(["revision": "2"]), history: History(termination: termination))
            #expect(verdict.lines == lines)
        }
    }

    @Test func `distinguishes ids that differ only in their normalisation`() {
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        let parsed = Sample.parsed([
            "revision": "1", "terminationId": "\"\(composed)\"", "contractId": "\"\(composed)\"",
            "customerId": "\"\(composed)\"",
        ])
        let same = History(inForce: [.other(composed)])
        #expect(judge.judge(parsed, history: same).lines == ["accepted"])
        let other = History(inForce: [.other(decomposed)])
        #expect(judge.judge(parsed, history: other).lines == ["contract-already-terminated /contractId"])
        let termination = recorded(contractID: decomposed, customerID: decomposed)
        #expect(
            judge.judge(parsed, history: History(termination: termination)).lines
                == ["contract-mismatch /contractId", "contract-mismatch /customerId"]
        )
        let own = recorded(content: parsed.contentDigest, contractID: composed, customerID: composed)
        #expect(judge.judge(parsed, history: History(termination: own)).lines == ["stale"])
    }

    @Test func `does not judge revisions that cannot be read`() {
        let parsed = Sample.parsed(["revision": "0"])
        #expect(judge.judge(parsed, history: History(termination: recorded())).lines == ["out-of-range /revision"])
        let broken = Sample.parsed(["occurredAt": nil])
        let history = History(termination: recorded(revision: 2))
        #expect(judge.judge(broken, history: history).lines == ["missing-field /occurredAt"])
    }

    @Test func `adds nothing to a document that cannot be read`() {
        let parsed = ParsedMessage(IncomingMessage(body: Array("[]".utf8)))
        let history = History(inForce: [.other("t-0")])
        #expect(judge.judge(parsed, history: history).lines == ["not-an-object "])
    }
}
