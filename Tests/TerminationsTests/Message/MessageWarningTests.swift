import Foundation
import Terminations
import Testing

@Suite struct `Ignored fields` {
    private func warnings(_ changes: KeyValuePairs<String, String?>) -> [String] {
        Sample.message(changes).ignoredFields().map { "\($0.code.rawValue) \($0.pointer) \($0.suggestion ?? "")" }
    }

    @Test func `are none in a message of every field`() {
        #expect(Sample.message().ignoredFields() == [])
    }

    @Test(arguments: [
        ("recievedOn", "receivedOn", "receivedOn"), ("received_on", "receivedOn", "receivedOn"),
        ("receivedon", "receivedOn", "receivedOn"), ("ReceivedOn", "receivedOn", "receivedOn"),
        ("received", "receivedOn", "receivedOn"), ("reason", "reasonCode", "reasonCode"),
        ("reason-code", "reasonCode", "reasonCode"), ("notes", "note", "note"), ("batchID", "batchId", "batchId"),
        ("contracts", "contract", "contract"), ("channelId", "channel", "channel"),
        ("timezone", "timeZone", "timeZone"),
        ("terminationtyp", "terminationType", "terminationType"), ("requestedby", "requestedBy", "requestedBy"),
        ("customer\u{212A}ind", "customerKind", "customerKind"),
    ])
    func `are reported where the intended field is missing`(name: String, field: String, suggestion: String) {
        #expect(warnings([field: nil, name: "\"x\""]) == ["unknown-field /\(name) \(suggestion)"])
    }

    @Test(arguments: [
        ("billedThru", "billedThrough"), ("billed_through", "billedThrough"), ("StartDate", "startDate"),
        ("start", "startDate"), ("contractStartDate", "startDate"), ("currencyCode", "currency"),
        ("noticePeriode", "noticePeriod"), ("billingperiod", "billingPeriod"), ("termEnddate", "termEndDate"),
    ])
    func `are reported in contract, and for facts at the top`(name: String, fact: String) {
        #expect(
            warnings(["contract.\(fact)": nil, "contract.\(name)": "1"])
                == ["unknown-field /contract/\(name) contract.\(fact)"]
        )
        #expect(warnings(["contract.\(fact)": nil, name: "1"]) == ["unknown-field /\(name) contract.\(fact)"])
    }

    @Test func `are reported as being in the wrong object`() {
        #expect(
            warnings(["contract": nil, "billedThrough": "\"2027-12-31\"", "currency": "\"EUR\""])
                == [
                    "misplaced-field /billedThrough contract.billedThrough",
                    "misplaced-field /currency contract.currency",
                ]
        )
        #expect(
            warnings(["contract.endDate": "1", "contract.customerId": "1"])
                == ["misplaced-field /contract/endDate endDate", "misplaced-field /contract/customerId customerId"]
        )
    }

    @Test func `differ from a present field in case alone`() {
        #expect(
            warnings(["EndDate": "1", "contract.start_date": "1"]) == [
                "unknown-field /EndDate endDate", "unknown-field /contract/start_date contract.startDate",
            ]
        )
    }

    @Test(arguments: [
        "customerRef", "customerName", "contractName", "contractNo", "contractNumber", "agent", "id", "type", "version",
        "status", "terminatedBy", "recievedOn", "customer", "x-trace", "specversion", "priceList", "endReason",
        "source", "amount", "comment", "é", " ", "_",
    ])
    func `are otherwise not reported`(name: String) {
        #expect(warnings([name: "1", "contract.\(name)": "1"]) == [])
        #expect(warnings(["customerKind": nil, "contractType": nil, "note": nil, name: "1"]) == [])
    }

    @Test func `are found in the data of a CloudEvent`() {
        let data = String(
            decoding: Sample.bytes(Sample.changed(["receivedOn": nil, "recievedOn": "1"])),
            as: UTF8.self
        )
        let encoded = Data(data.utf8).base64EncodedString()
        for (members, pointer) in [("\"data\":\(data)", "/data"), ("\"data_base64\":\"\(encoded)\"", "/data_base64")] {
            let event = IncomingMessage(document: Array("{\"specversion\":\"1.0\",\(members)}".utf8))
            #expect(event.isCloudEvent)
            #expect(event.ignoredFields().map(\.pointer.description) == ["\(pointer)/recievedOn"])
        }
    }

    @Test(arguments: ["", "{", "[]", "null"])
    func `are none where no message can be read`(text: String) {
        #expect(IncomingMessage(document: Array(text.utf8)).ignoredFields() == [])
    }

    @Test(arguments: [
        (#"{"specversion":"1.0","id":"x"}"#, true), (#"{"id":"x","specversion":"1.0"}"#, true),
        (#"{"messageId":"m","specversion":"1.0"}"#, false), (#"{"note":"specversion"}"#, false),
        ("specversio", false), ("sspecversion", false), ("", false),
    ])
    func `takes a document for a CloudEvent by its specversion`(text: String, isCloudEvent: Bool) {
        #expect(IncomingMessage(document: Array(text.utf8)).isCloudEvent == isCloudEvent)
    }
}
