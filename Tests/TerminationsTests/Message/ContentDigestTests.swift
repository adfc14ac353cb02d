import JSON
import Terminations
import Testing

@Suite struct `The digest of a message's content` {
    private let digest = Sample.parsed().contentDigest

    @Test(arguments: [
        ("messageId", #""another""#), ("unknown", "1"), ("contract.unknown", "1"), ("revision", "1.0"),
        ("revision", "10e-1"),
        ("reasonCode", #"" PRICE ""#), ("occurredAt", #""2026-03-01T09:15:30.000Z""#),
        ("contract.periodAmount", "12999.0"),
        ("contract.noticePeriod", #""P0Y01M""#), ("contract.billingPeriod", #""P3M0D""#),
        ("note", #""Found \u0061 better offer""#),
    ])
    func `is the same however the content is written`(field: String, value: String) {
        #expect(Sample.parsed([field: value]).contentDigest == digest)
    }

    @Test(arguments: ["revision", "terminationType"])
    func `is the same for a default and its absence`(field: String) {
        #expect(Sample.parsed([field: nil]).contentDigest == digest)
    }

    @Test func `is the same in any order and layout`() throws {
        let members = Sample.changed([:]).object!.members.reversed()
        let incoming = IncomingMessage(body: Sample.bytes(.object(JSONObject(Array(members)))))
        #expect(ParsedMessage(incoming).contentDigest == digest)
    }

    @Test(arguments: [
        ("terminationId", #""x""#), ("revision", "2"), ("contractId", #""x""#), ("customerId", #""x""#),
        ("contractType", #""x""#), ("contractType", nil), ("customerKind", #""consumer""#), ("customerKind", nil),
        ("terminationType", #""mutual""#), ("initiator", #""system""#), ("initiator", nil), ("reasonCode", #""x""#),
        ("reasonCode", nil), ("note", #""x""#), ("note", nil), ("receivedOn", #""2026-02-01""#), ("receivedOn", nil),
        ("endDate", #""2026-04-30""#), ("timeZone", #""UTC""#), ("timeZone", nil), ("contract", nil),
        ("contract.startDate", nil), ("contract.termEndDate", #""2027-01-01""#), ("contract.noticePeriod", #""P2M""#),
        ("contract.billedThrough", nil), ("contract.billingPeriod", #""P1Y""#), ("contract.periodAmount", "1"),
        ("contract.currency", #""USD""#), ("batchId", #""x""#), ("channel", nil), ("requestedBy", nil),
        ("occurredAt", #""2026-03-01T10:15:31+01:00""#), ("occurredAt", #""2026-03-01T10:15:30.001+01:00""#),
    ])
    func `differs when a field does`(field: String, value: String?) {
        #expect(Sample.parsed([field: value]).contentDigest != digest)
    }

    @Test func `exists for invalid messages too, and distinguishes them`() {
        let broken = Sample.parsed(["endDate": #""31 March""#])
        #expect(broken.contentDigest != nil)
        #expect(broken.contentDigest == Sample.parsed(["endDate": #""31 March""#, "messageId": "1"]).contentDigest)
        #expect(broken.contentDigest != Sample.parsed(["endDate": #""1 April""#]).contentDigest)
        #expect(broken.contentDigest != Sample.parsed(["endDate": nil]).contentDigest)
        #expect(Sample.parsed(["contract": "1"]).contentDigest != Sample.parsed(["contract": "2"]).contentDigest)
        #expect(
            Sample.parsed(["contract.currency": "1"]).contentDigest
                != Sample.parsed(["contract.currency": "2"]).contentDigest
        )
    }

    /// Digests are kept in ledgers: this one may never change. Computed independently, with Python's `struct` and `hashlib`.
    @Test func `has not changed since the first version`() {
        #expect(digest?.description == "e29f44a401499c75d46ae30630ee03a621a04ddd29cc28f3b98a497b27c03038")
        #expect(digest.flatMap { ContentDigest($0.bytes) } == digest)
        #expect(ContentDigest([1, 2, 3]) == nil)
    }
}
