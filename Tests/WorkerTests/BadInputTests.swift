import JSON
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Worker

@Suite struct `Bad input` {
    struct Case: Sendable {
        let name: String
        let body: [UInt8]
        /// Code and pointer of each violation, in order.
        let violations: [String]

        init(_ name: String, _ body: [UInt8], _ violations: String...) {
            self.name = name
            self.body = body
            self.violations = violations
        }
    }

    /// After the good message `t-0`, whose id the last one takes again.
    static let cases = [
        Case("no bytes at all", [], "malformed-json "),
        Case("no UTF-8", Array("{\"messageId\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8), "invalid-utf8 "),
        Case("no JSON", Array("terminate contract 7, please".utf8), "malformed-json "),
        Case("no object", Array("[1, 2]".utf8), "not-an-object "),
        Case("300 KiB", Sample.message("t-300", padding: 300 * 1024), "too-large "),
        Case(
            "10,000 nested arrays",
            Array((String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)).utf8),
            "too-deep "
        ),
        Case("duplicate keys", Sample.message("t-2", others: ["endDate": "\"2026-04-30\""]), "malformed-json /endDate"),
        Case(
            "numbers where strings belong",
            Sample.message("t-3", reason: nil, others: ["reasonCode": "5", "note": "7"]),
            "wrong-type /reasonCode",
            "wrong-type /note"
        ),
        Case("a day that does not exist", Sample.message("t-4", endDate: "2026-02-30"), "invalid-date /endDate"),
        Case("an unknown reason", Sample.message("t-5", reason: "prise"), "unknown-reason /reasonCode"),
        Case("no reason", Sample.message("t-6", reason: nil), "reason-required /reasonCode"),
        Case("a used message id", Sample.message("t-7", messageID: "m-t-0"), "message-id-reused /messageId"),
    ]

    @Test func `becomes dead letters with their bytes and every violation, and the next message goes on`() throws {
        try TestEnvironment.with("zoo") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            try environment.publish([Sample.message("t-0")] + Self.cases.map(\.body) + [Sample.message("t-8")])
            let events = billing.take(Self.cases.count + 2)
            #expect(worker.stop())

            let types = events.map(\.routingKey)
            #expect(types.first == "contract.terminated.v1" && types.last == "contract.terminated.v1")
            #expect(types.dropFirst().dropLast().allSatisfy { $0 == "contract.termination.rejected.v1" })
            let deadLetters = try Array(environment.ledger.deadLetters(limit: 100).reversed())
            #expect(deadLetters.count == Self.cases.count)
            for (expected, (deadLetter, event)) in zip(Self.cases, zip(deadLetters, events.dropFirst())) {
                let content = try environment.ledger.deadLetterContent(id: deadLetter.id)
                #expect(content?.body == expected.body, "\(expected.name)")
                #expect(
                    deadLetter.violations.map { "\($0.code.rawValue) \($0.pointer)" } == expected.violations,
                    "\(expected.name)"
                )
                #expect(event["data", "deadLetterId"]?.string == deadLetter.id, "\(expected.name)")
                #expect(deadLetter.occurrences == 1 && deadLetter.source == .refused, "\(expected.name)")
            }
            #expect(try environment.remaining(in: environment.names.terminations).isEmpty)
            #expect(try environment.remaining(in: environment.names.deadLetters).isEmpty)
        }
    }

    @Test(arguments: cases)
    func `alone in its batch is refused too`(case: Case) throws {
        try TestEnvironment.with("alone") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment) { $0.batchSize = 1 }
            try environment.publish([Sample.message("t-0"), `case`.body, Sample.message("t-8")])
            #expect(
                billing.take(3).map(\.routingKey) == [
                    "contract.terminated.v1", "contract.termination.rejected.v1", "contract.terminated.v1",
                ]
            )
            #expect(worker.stop())
        }
    }

    @Test func `in the properties is refused or kept, never in the way`() throws {
        try TestEnvironment.with("properties") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            try environment.publish(Sample.message("t-1"), BasicProperties(messageID: "another"))
            try environment.publish(Sample.message("t-2"), BasicProperties(contentType: "text/csv"))
            try environment.publish(
                Sample.message("t-3"),
                BasicProperties(
                    headers: [
                        "traceparent": .int32(7), "x-bytes": .bytes([0xFF]), "x-nested": .table(["a": .array([.void])]),
                    ],
                    correlationID: .text(String(repeating: "c", count: 255)),
                    timestamp: .max
                )
            )
            try environment.publish(Sample.message("t-4"), BasicProperties(contentEncoding: "gzip"))
            try environment.publish(
                ByteOrderMark.bytes + Sample.message("t-5"),
                BasicProperties(contentType: "application/json", contentEncoding: "UTF-8")
            )
            let events = billing.take(5)
            #expect(worker.stop())
            let refused = "contract.termination.rejected.v1"
            #expect(
                events.map(\.routingKey)
                    == [refused, refused, "contract.terminated.v1", refused, "contract.terminated.v1"]
            )
            #expect(
                try environment.ledger.deadLetters(limit: 10).reversed().map { $0.violations.map(\.code) }
                    == [[.messageIDMismatch], [.unsupportedContentType], [.unsupportedContentEncoding]]
            )
            #expect(events[2].properties.correlationID?.count == 255)
        }
    }
}

extension `Bad input`.Case: CustomTestStringConvertible {
    var testDescription: String { name }
}
