import Terminations
import Testing

@Suite struct `Judging a message by its history` {
    private let judge = Judge(settings: Sample.settings())
    private let strict = Judge(settings: Sample.settings("reasons: []\nmaxBackdatingDays: 0"))

    private func recorded(
        revision: Int = 1,
        content: ContentDigest? = Sample.reading().contentDigest,
        contractID: String = "c-1",
        customerID: String = "k-1",
        isWithdrawn: Bool = false
    ) -> RecordedTermination {
        RecordedTermination(
            terminationID: "t-1",
            contractID: contractID,
            customerID: customerID,
            endDate: LocalDate("2026-03-31")!,
            billingStopsAt: Instant(rfc3339: "2026-03-31T22:00:00Z")!,
            revision: revision,
            action: isWithdrawn ? .withdraw : .terminate,
            contentDigest: content!
        )
    }

    @Test func `accepts what is new`() {
        #expect(judge.judge(Sample.reading(), history: .none).lines == ["accepted"])
    }

    @Test func `knows a duplicate, whatever the settings say now`() {
        let reading = Sample.reading()
        let history = History(
            acceptedContent: reading.contentDigest,
            termination: recorded(revision: 5, contractID: "other"),
            inForce: .other("another")
        )
        #expect(judge.judge(reading, history: history).lines == ["duplicate"])
        #expect(strict.judge(reading, history: history).lines == ["duplicate"])
    }

    @Test func `refuses a message id with other content, along with everything else`() {
        let history = History(acceptedContent: Sample.reading().contentDigest)
        let changed = Sample.reading(["endDate": #""2026-04-30""#])
        #expect(judge.judge(changed, history: history).lines == ["message-id-reused /messageId"])
        let broken = Sample.reading(["endDate": "1", "reasonCode": #""prize""#])
        #expect(
            judge.judge(broken, history: history).lines
                == ["message-id-reused /messageId", "unknown-reason /reasonCode", "wrong-type /endDate"]
        )
    }

    @Test func `takes a message whose delivery has another id for no duplicate`() {
        var incoming = Sample.message()
        incoming.properties.messageID = "m-2"
        let reading = Reading(incoming)
        let history = History(acceptedContent: reading.contentDigest)
        #expect(judge.judge(reading, history: history).lines == ["message-id-mismatch /messageId"])
    }

    @Test func `lets go of a lower revision, and of the same with the same content`() {
        let reading = Sample.reading(["revision": "2", "messageId": #""m-2""#])
        let same = reading.contentDigest
        let other = Sample.reading().contentDigest
        #expect(
            judge.judge(reading, history: History(termination: recorded(revision: 3, content: other))).lines == [
                "stale"
            ]
        )
        #expect(
            judge.judge(reading, history: History(termination: recorded(revision: 2, content: same))).lines == ["stale"]
        )
        #expect(
            strict.judge(reading, history: History(termination: recorded(revision: 3, content: other))).lines == [
                "stale"
            ]
        )
    }

    @Test func `refuses the same revision with other content`() {
        let reading = Sample.reading(["endDate": #""2026-04-30""#])
        let history = History(termination: recorded(), inForce: .other("t-1"))
        #expect(judge.judge(reading, history: history).lines == ["revision-conflict /revision"])
    }

    @Test func `refuses to terminate again by a higher revision`() throws {
        let reading = Sample.reading(["revision": "2"])
        let history = History(termination: recorded(), inForce: .other("t-1"))
        let verdict = judge.judge(reading, history: history)
        #expect(verdict.lines == ["contract-already-terminated /contractId"])
        #expect(verdict.violations.first?.suggestion == "t-1")
    }

    @Test func `refuses to terminate again what was withdrawn, under the same id`() {
        let reading = Sample.reading(["revision": "2"])
        let history = History(termination: recorded(isWithdrawn: true))
        #expect(judge.judge(reading, history: history).lines == ["already-withdrawn /terminationId"])
    }

    @Test func `refuses a contract that another termination ends`() {
        let verdict = judge.judge(Sample.reading(), history: History(inForce: .other("t-0")))
        #expect(verdict.lines == ["contract-already-terminated /contractId"])
        #expect(verdict.violations.first?.suggestion == "t-0")
        #expect(judge.judge(Sample.reading(), history: History(inForce: .other("t-1"))).lines == ["accepted"])
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
            let verdict = judge.judge(Sample.reading(["revision": "2"]), history: History(termination: termination))
            #expect(verdict.lines == lines)
        }
    }

    @Test func `tells ids apart that differ only in their normalisation`() {
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        let reading = Sample.reading([
            "revision": "1", "terminationId": "\"\(composed)\"", "contractId": "\"\(composed)\"",
            "customerId": "\"\(composed)\"",
        ])
        let same = History(inForce: .other(composed))
        #expect(judge.judge(reading, history: same).lines == ["accepted"])
        let other = History(inForce: .other(decomposed))
        #expect(judge.judge(reading, history: other).lines == ["contract-already-terminated /contractId"])
        let termination = recorded(contractID: decomposed, customerID: decomposed)
        #expect(
            judge.judge(reading, history: History(termination: termination)).lines
                == ["contract-mismatch /contractId", "contract-mismatch /customerId"]
        )
        let own = recorded(content: reading.contentDigest, contractID: composed, customerID: composed)
        #expect(judge.judge(reading, history: History(termination: own)).lines == ["stale"])
    }

    @Test func `does not judge revisions that cannot be read`() {
        let reading = Sample.reading(["revision": "0"])
        #expect(judge.judge(reading, history: History(termination: recorded())).lines == ["out-of-range /revision"])
        let broken = Sample.reading(["occurredAt": nil])
        let history = History(termination: recorded(revision: 2))
        #expect(judge.judge(broken, history: history).lines == ["missing-field /occurredAt"])
    }

    @Test func `has nothing to add to a document that cannot be read`() {
        let reading = Reading(IncomingMessage(body: Array("[]".utf8)))
        let history = History(inForce: .other("t-0"))
        #expect(judge.judge(reading, history: history).lines == ["not-an-object "])
    }
}
