import Foundation
import GRDB
import JSON
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Changing dead letters` {
    private let toPrice = JSONPatch.set(JSONPointer("reasonCode"), .string("price"))

    private func mend(
        _ fixture: LedgerFixture,
        _ ids: [String],
        _ patch: JSONPatch
    ) throws -> [DeadLetterChange] {
        try fixture.ledger.edit(ids, with: patch, by: "ann", reason: "typo", at: LedgerFixture.later)
    }

    @Test func `mends beside the original bytes, and judges the mended ones from then on`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        let original = try #require(try fixture.ledger.deadLetterContent(id: id)).body
        #expect(try mend(fixture, [id], toPrice) == [.changed])
        let content = try #require(try fixture.ledger.deadLetterContent(id: id))
        #expect(content.body == original)
        let mended = try #require(content.mendedBody)
        #expect(try JSONValue(parsing: mended).object?["reasonCode"]?.string == "price")
        #expect(try fixture.deadLetter(id).isEdited)
        #expect(try fixture.deadLetter(id).version == 2)
        let entry = try #require(try fixture.ledger.history(of: id).first)
        #expect(entry.action == .mended)
        #expect(entry.details.text == #"{"patch":[{"op":"add","path":"/reasonCode","value":"price"}]}"#)

        #expect(try fixture.replay([id]) == [.accepted(terminationID: "t-1", revision: 1, sequence: 2)])
        let recorded = try fixture.ledger.pool.read {
            try Data.fetchOne($0, sql: "SELECT body FROM termination_revisions")
        }
        #expect(recorded.map { [UInt8]($0) } == mended)
    }

    @Test func `patches what was mended before as it reads now`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        #expect(try mend(fixture, [id], toPrice) == [.changed])
        let second = try JSONPatch(
            parsing: #"[{"op":"test","path":"/reasonCode","value":"price"},{"op":"add","path":"/note","value":"n"}]"#
        )
        #expect(try mend(fixture, [id], second) == [.changed])
        #expect(
            try mend(fixture, [id], second + .set(JSONPointer("x", "y"), .null)) == [
                .unpatchable("There is no object or array that could hold /x/y.")
            ]
        )
    }

    @Test func `mends what is no JSON only as a whole`() throws {
        let fixture = try LedgerFixture()
        let id = try #require(try fixture.record(.bytes(Array("{".utf8)))[0].deadLetterID)
        #expect(
            try mend(fixture, [id], toPrice) == [
                .unpatchable("The body is no JSON: only a patch that replaces the whole document can mend it.")
            ]
        )
        let body = try JSONValue(parsing: ReceivedMessage.termination("t-1").message.body)
        #expect(try mend(fixture, [id], .set(.root, body)) == [.changed])
        #expect(try fixture.replay([id]) == [.accepted(terminationID: "t-1", revision: 1, sequence: 2)])
    }

    @Test(arguments: [
        "[]", #"[{"op":"test","path":"","value":null}]"#, #"[{"op":"copy","from":"","path":""}]"#,
        #"[{"op":"test","path":"","value":null},{"op":"add","path":"","value":{}}]"#,
    ])
    func `mends what is no JSON by nothing that reads it`(patch: String) throws {
        let fixture = try LedgerFixture()
        let id = try #require(try fixture.record(.bytes([0xEF, 0xBB] + Array("{}".utf8)))[0].deadLetterID)
        guard case .unpatchable? = try mend(fixture, [id], JSONPatch(parsing: patch)).first else {
            Issue.record("The patch was applied.")
            return
        }
        #expect(try !fixture.deadLetter(id).isEdited)
        #expect(try fixture.ledger.history(of: id).isEmpty)
    }

    @Test(arguments: ["[]", #"[{"op":"test","path":"/reasonCode","value":"te-duur"}]"#])
    func `takes a patch that changes nothing for none`(patch: String) throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        #expect(try mend(fixture, [id], JSONPatch(parsing: patch)) == [.unpatchable("The patch changes nothing.")])
        #expect(try !fixture.deadLetter(id).isEdited)
    }

    private func event(_ data: String) -> [UInt8] {
        Array("{\"specversion\":\"1.0\",\"data_base64\":\"\(Data(data.utf8).base64EncodedString())\"}".utf8)
    }

    @Test func `leads pointers into the Base64 of a CloudEvent`() throws {
        let fixture = try LedgerFixture()
        let text = String(decoding: ReceivedMessage.termination("t-1", reason: "te-duur").message.body, as: UTF8.self)
        let type = MessageProperties(contentType: "application/cloudevents+json")
        let recorded = try fixture.record(.bytes(ByteOrderMark.bytes + event(text), properties: type))[0]
        #expect(recorded.name == "unknown-reason")
        let id = try #require(recorded.deadLetterID)
        #expect(try fixture.deadLetter(id).violations.map(\.pointer.description) == ["/data_base64/reasonCode"])
        let patch = JSONPatch.set(JSONPointer("data_base64", "reasonCode"), .string("price"))
        #expect(try mend(fixture, [id], patch) == [.changed])
        let mended = try #require(try fixture.ledger.deadLetterContent(id: id)?.mendedBody)
        let data = try JSONValue(parsing: mended).object?["data_base64"]?.string.flatMap { Data(base64Encoded: $0) }
        #expect(try JSONValue(parsing: [UInt8](#require(data))).object?["reasonCode"]?.string == "price")
        #expect(try fixture.replay([id]) == [.accepted(terminationID: "t-1", revision: 1, sequence: 2)])
        // As a text it is what it is.
        let whole = JSONPatch.set(JSONPointer("data_base64"), .string("e30="))
        let other = try #require(
            try fixture.record(.bytes(event(text.replacing("t-1", with: "t-2")), properties: type))[0].deadLetterID
        )
        #expect(try mend(fixture, [other], whole) == [.changed])
        #expect(
            try fixture.ledger.deadLetterContent(id: other)?.mendedBody.map { String(decoding: $0, as: UTF8.self) }
                == #"{"specversion":"1.0","data_base64":"e30="}"#
        )
    }

    @Test func `judges what was packed as packed, until its body was replaced`() throws {
        let fixture = try LedgerFixture()
        let packed = ReceivedMessage.bytes(
            [0x1F, 0x8B, 0x08, 0xFF],
            properties: MessageProperties(contentEncoding: "gzip")
        )
        let id = try #require(try fixture.record(packed)[0].deadLetterID)
        guard case .rejected(let violations, _, _)? = try fixture.replay([id]).first else {
            Issue.record("not refused")
            return
        }
        #expect(violations.map(\.code) == [.unsupportedContentEncoding])
        let patch = JSONPatch.set(.root, try JSONValue(parsing: ReceivedMessage.termination("t-1").message.body))
        let forecast = try fixture.recorder.previewReplay([id], patch: patch, at: LedgerFixture.later)
        #expect(forecast.outcomes.map(\.result) == [.accepted(terminationID: "t-1", revision: 1, sequence: 2)])
        #expect(try mend(fixture, [id], patch) == [.changed])
        #expect(try fixture.replay([id]) == [.accepted(terminationID: "t-1", revision: 1, sequence: 2)])
    }

    @Test func `does not let the message that comes again overwrite why the mended one is refused`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        _ = try mend(fixture, [id], .set(JSONPointer("note"), .string("n")))
        let before = try fixture.deadLetter(id)
        try fixture.apply(LedgerFixture.knowingSettings + "\n    note: {rule: required}")
        try fixture.record(.termination("t-1", reason: "te-duur"))
        let after = try fixture.deadLetter(id)
        #expect(after.occurrences == 2)
        #expect(after.violations == before.violations)
    }

    @Test func `discards with a reason, and restores`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        let ledger = fixture.ledger
        let discard = { try ledger.discard([id], by: "ann", reason: "spam", at: LedgerFixture.later) }
        let restore = { try ledger.restore([id], by: "bob", reason: "no spam", at: LedgerFixture.later) }
        #expect(try restore() == [.refused(state: .open)])
        #expect(try discard() == [.changed])
        #expect(try fixture.deadLetter(id).state == .discarded)
        #expect(try fixture.deadLetter(id).discardReason == "spam")
        #expect(try discard() == [.refused(state: .discarded)])
        #expect(try mend(fixture, [id], toPrice) == [.refused(state: .discarded)])
        #expect(try restore() == [.changed])
        #expect(try fixture.deadLetter(id).state == .open)
        #expect(try fixture.deadLetter(id).discardReason == nil)
        #expect(try ledger.discard(["none"], by: "ann", reason: "x", at: LedgerFixture.later) == [.unknown])
        #expect(try ledger.history(of: id).map(\.action) == [.discarded, .restored])
        #expect(try ledger.history(of: id).map(\.number) == [1, 2])
    }

    @Test func `notes in the trail when the worker resolves a letter, or finds another cause`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        _ = try fixture.refuse(1...1)
        #expect(try fixture.ledger.history(of: id).isEmpty)
        try fixture.apply(LedgerFixture.knowingSettings + "\n    note: {rule: required}")
        _ = try fixture.refuse(1...1)
        try fixture.apply(LedgerFixture.knowingSettings)
        try fixture.record(.termination("t-1", reason: "te-duur"))
        let history = try fixture.ledger.history(of: id)
        #expect(history.map(\.action) == [.refused, .resolved])
        #expect(history.allSatisfy { $0.actor == "terminus" })
        #expect(try fixture.deadLetter(id).attempts == 1)
    }

    @Test func `exports a letter with everything`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        _ = try mend(fixture, [id], toPrice)
        _ = try fixture.replay([id])
        let export = try #require(try fixture.ledger.exportDeadLetter(id: id)?.object)
        let content = try #require(try fixture.ledger.deadLetterContent(id: id))
        #expect(export["bodyBase64"]?.string == Data(content.body).base64EncodedString())
        #expect(export["mendedBodyBase64"]?.string == content.mendedBody.map { Data($0).base64EncodedString() })
        #expect(export["state"]?.string == "resolved")
        #expect(export["resolution"]?.object?["terminationId"]?.string == "t-1")
        #expect(export["history"]?.array?.count == 2)
        #expect(try fixture.ledger.exportDeadLetter(id: "none") == nil)
    }
}

@Suite(.everyEngine) struct `The audit trail` {
    /// A ledger with three entries.
    private func filled() throws -> LedgerFixture {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...3)
        _ = try fixture.ledger.discard(ids, by: "ann", reason: "spam", at: LedgerFixture.later)
        return fixture
    }

    private func tamper(_ fixture: LedgerFixture, _ sql: String) throws {
        try fixture.ledger.pool.write { database in
            for name in ["keep_update", "keep_delete", "head_keep_update", "head_keep_delete"] {
                try database.execute(sql: "DROP TRIGGER dead_letter_audit_\(name)")
            }
            try database.execute(sql: sql)
        }
    }

    @Test func `holds as it was written, and names its last hash`() throws {
        let fixture = try filled()
        let verification = try fixture.ledger.verifyAudit()
        #expect(verification.defect == nil)
        #expect(verification.verified == 3)
        let last = try #require(try fixture.ledger.deadLetters(matching: .all, order: .newest, limit: 1).first)
        #expect(try fixture.ledger.history(of: last.id).last?.hash == verification.headHash)
        let empty = try LedgerFixture()
        let nothing = AuditVerification(verified: 0, headHash: String(repeating: "0", count: 64), defect: nil)
        #expect(try empty.ledger.verifyAudit() == nothing)
    }

    @Test(arguments: [
        "UPDATE dead_letter_audit SET actor = 'eve'", "UPDATE dead_letter_audit SET via = 'worker'",
        "DELETE FROM dead_letter_audit WHERE number = 3",
        "DELETE FROM dead_letter_audit_head", "UPDATE dead_letter_audit_head SET count = 2",
        """
        INSERT OR REPLACE INTO dead_letter_audit
        SELECT 2, dead_letter, termination, at, 'eve', via, reason, action, details, salt, digest, redacted_by, hash
        FROM dead_letter_audit LIMIT 1
        """,
    ])
    func `refuses to be changed`(sql: String) throws {
        let fixture = try filled()
        #expect(throws: DatabaseError.self) { try fixture.ledger.pool.write { try $0.execute(sql: sql) } }
    }

    @Test(
        arguments: [
            ("UPDATE dead_letter_audit SET actor = 'eve' WHERE number = 2", .changed(number: 2)),
            ("UPDATE dead_letter_audit SET via = 'console' WHERE number = 2", .changed(number: 2)),
            ("UPDATE dead_letter_audit SET reason = 'good' WHERE number = 3", .changed(number: 3)),
            ("UPDATE dead_letter_audit SET at = at + 1 WHERE number = 1", .changed(number: 1)),
            ("UPDATE dead_letter_audit SET hash = zeroblob(32) WHERE number = 2", .changed(number: 2)),
            ("UPDATE dead_letter_audit SET actor = 'annspam', reason = '' WHERE number = 1", .changed(number: 1)),
            ("DELETE FROM dead_letter_audit WHERE number = 1", .missing(number: 1)),
            ("DELETE FROM dead_letter_audit WHERE number = 2", .missing(number: 2)),
            ("DELETE FROM dead_letter_audit WHERE number = 3", .missing(number: 3)),
            ("DELETE FROM dead_letter_audit", .missing(number: 1)),
            ("UPDATE dead_letter_audit_head SET count = 2", .uncounted(number: 3)),
            ("UPDATE dead_letter_audit_head SET hash = zeroblob(32)", .headChanged),
            ("DELETE FROM dead_letter_audit_head", .headChanged),
        ] as [(String, AuditVerification.Defect)]
    )
    func `names the first entry that is changed or missing`(sql: String, defect: AuditVerification.Defect) throws {
        let fixture = try filled()
        try tamper(fixture, sql)
        #expect(try fixture.ledger.verifyAudit().defect == defect)
    }
}
