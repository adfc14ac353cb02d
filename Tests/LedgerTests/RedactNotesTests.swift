import Foundation
import GRDB
import JSON
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Redacting notes` {
    static let settings = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        note: {publish: true}
        heldFor: P10D
        reasons:
          - {code: price, labels: {nl: Te duur}}
          - {code: other, labels: {nl: Anders}, note: {rule: required, minLength: 10}}
        """

    /// Stands nowhere by chance.
    static let note = "Klant Zoë is ernstig ziek, zie brief"

    static func message(
        _ id: String,
        action: String = "terminate",
        revision: Int = 1,
        customer: String = "K-1",
        reason: String = "price",
        note: String? = Self.note,
        isEvent: Bool = false
    ) -> ReceivedMessage {
        var members = [
            #""messageId":"m-\#(id)-\#(revision)""#, #""action":"\#(action)""#, #""terminationId":"\#(id)""#,
            #""revision":\#(revision)"#, #""contractId":"c-\#(id)""#, #""customerId":"\#(customer)""#,
            #""occurredAt":"2026-03-01T10:00:00+01:00""#,
        ]
        if action != "withdraw" { members += [#""endDate":"2026-03-31""#, #""reasonCode":"\#(reason)""#] }
        if let note { members.append("\"note\" : \(JSONValue.string(note).text)") }
        let body = "{\(members.joined(separator: ","))}"
        guard isEvent else { return .bytes(Array(body.utf8)) }
        let envelope = #"{"specversion":"1.0","type":"t","source":"s","id":"1","data":\#(body)}"#
        return .bytes(
            Array(envelope.utf8),
            properties: MessageProperties(contentType: "application/cloudevents+json")
        )
    }

    @Test func `finds the note of a refused message in its properties and in headers of bytes`() throws {
        let fixture = try LedgerFixture(settings: Self.settings)
        let body = Self.message("t-1", reason: "nope").message.body
        let message = IncomingMessage(
            body: body,
            properties: MessageProperties(
                correlationID: .text("about \(Self.note)"),
                replyTo: .text(Self.note),
                tracestate: "a=\(Self.note)"
            )
        )
        let transport = JSONValue.object(
            JSONObject([
                .init(name: "bytes", value: .string(Data("<\(Self.note)>".utf8).base64EncodedString())),
                .init(name: "other", value: .string("kept")),
            ])
        )
        let received = ReceivedMessage(message: message, parsed: ParsedMessage(message), transport: { transport })
        guard case .rejected(let id, _, _) = try fixture.record(received)[0] else {
            Issue.record("not rejected")
            return
        }
        try Self.redact(fixture.ledger, NoteFilter(terminationID: "t-1"))
        let deadLetter = try #require(try fixture.ledger.exportDeadLetter(id: id)?.object)
        #expect(deadLetter["properties"]?.object?["correlationId"] == .null)
        #expect(deadLetter["properties"]?.object?["replyTo"] == .null)
        #expect(deadLetter["properties"]?.object?["tracestate"] == .null)
        #expect(deadLetter["transport"]?.object?["bytes"] == .null)
        #expect(deadLetter["transport"]?.object?["other"] == .string("kept"))
    }

    /// A message that repeats its note in what an event carries on.
    private func repeating(_ id: String, reason: String, bytes: Bool = false) -> ReceivedMessage {
        let body = Self.message(id, reason: reason).message.body
        let message = IncomingMessage(
            body: body,
            properties: MessageProperties(
                correlationID: bytes ? .bytes([0xFF] + Array(Self.note.utf8)) : .text("about \(Self.note)"),
                replyTo: .text("crm.answers"),
                tracestate: "a=\(Self.note)"
            )
        )
        return ReceivedMessage(message: message, parsed: ParsedMessage(message), transport: { .null })
    }

    @Test(arguments: ["price", "nope"], [false, true])
    func `takes it out of what events and answers carry on`(reason: String, bytes: Bool) throws {
        let fixture = try LedgerFixture(settings: Self.settings)
        _ = try fixture.record(
            repeating("t-1", reason: reason, bytes: bytes),
            Self.message("t-2", customer: "K-2", note: nil)
        )
        let (_, removed) = try Self.redact(fixture.ledger, NoteFilter(customerID: "K-1"))
        #expect(try !Self.holds(fixture.path))
        let rows = try fixture.ledger.pool.read { database in
            try LedgerRow.fetchAll(
                database,
                sql: "SELECT correlation_id, tracestate, body FROM events ORDER BY sequence"
            )
        }
        #expect(rows[0].values.prefix(2) == [.null, .null])
        let event = try #require(try JSONValue(parsing: [UInt8](rows[0][2] as Data)).object)
        #expect(event["correlationid"] == nil)
        #expect(event["subject"]?.string == "c-t-1")
        let answers = try fixture.ledger.answers(after: 0, limit: 10)
        #expect(answers.map(\.replyTo) == (reason == "nope" ? [.text("crm.answers")] : []))
        #expect(answers.allSatisfy { $0.correlationID == nil && $0.tracestate == nil })
        #expect(try fixture.ledger.check().isEmpty)
        fixture.ledger.close()
        #expect(try LedgerFile.scanForResidue(of: removed, in: fixture.path) == .none)
    }

    @Test func `sends no answer to a queue that has the note for its name`() throws {
        let fixture = try LedgerFixture(settings: Self.settings)
        let body = Self.message("t-1", reason: "nope").message.body
        let message = IncomingMessage(body: body, properties: MessageProperties(replyTo: .text(Self.note)))
        _ = try fixture.record(ReceivedMessage(message: message, parsed: ParsedMessage(message), transport: { .null }))
        #expect(try fixture.ledger.answers(after: 0, limit: 10).count == 1)
        try Self.redact(fixture.ledger, NoteFilter(customerID: "K-1"))
        #expect(try fixture.ledger.answers(after: 0, limit: 10).isEmpty)
        #expect(try !Self.holds(fixture.path))
    }

    @Test func `takes it out of the names of headers`() throws {
        let fixture = try LedgerFixture(settings: Self.settings)
        let body = Self.message("t-1", reason: "nope").message.body
        let message = IncomingMessage(body: body)
        let transport = JSONValue.object(
            JSONObject([.init(name: "headers", value: .object(JSONObject([.init(name: Self.note, value: .null)])))])
        )
        _ = try fixture.record(
            ReceivedMessage(message: message, parsed: ParsedMessage(message), transport: { transport })
        )
        try Self.redact(fixture.ledger, NoteFilter(customerID: "K-1"))
        #expect(try !Self.holds(fixture.path))
    }

    /// An unknown field of a message is no note.
    @Test func `says in which table and column the words still stand`() throws {
        let fixture = try LedgerFixture(settings: Self.settings)
        let text = String(decoding: Self.message("t-1").message.body, as: UTF8.self)
        let body = Array((text.dropLast() + ",\"remark\":\(JSONValue.string(Self.note).text)}").utf8)
        _ = try fixture.record(.bytes(body))
        let (_, removed) = try Self.redact(fixture.ledger, NoteFilter(customerID: "K-1"))
        fixture.ledger.close()
        let remains = try LedgerFile.scanForResidue(of: removed, in: fixture.path)
        #expect(remains.places == [.init(table: "termination_revisions", column: "body", rows: 1)])
        #expect(remains.leftOver == 0)
    }

    @discardableResult
    static func redact(_ ledger: Ledger, _ filter: NoteFilter) throws -> (RedactedNotes, RemovedTexts) {
        var place = RedactionPlace()
        var notes = RedactedNotes()
        var removed = RemovedTexts()
        while !place.isAtEnd {
            let step = try ledger.redactNotes(
                matching: filter,
                after: place,
                limit: 3,
                by: "ann",
                reason: "asked for",
                at: LedgerFixture.later
            )
            place = step.place
            notes = notes + step.notes
            for text in step.removed { removed.add(text) }
        }
        #expect(try ledger.file.emptyLog())
        return (notes, removed)
    }

    /// Whether the text stands in the file or its log, in a form in which JSON may have it.
    static func holds(_ path: String, _ text: String = Self.note) throws -> Bool {
        var forms = [Data(text.utf8)]
        let escaped = text.replacingOccurrences(of: "ë", with: "\\u00eb")
        forms.append(Data(escaped.utf8))
        for file in [path, path + "-wal"] {
            let bytes = (try? Data(contentsOf: URL(filePath: file))) ?? Data()
            if forms.contains(where: { bytes.range(of: $0) != nil }) { return true }
        }
        return false
    }

    /// A ledger with this note wherever one can stand: two revisions with their events, one of them a CloudEvent, an open,
    /// a held, a mended and a discarded dead letter; and another customer's termination with a note of its own.
    static func filled() throws -> LedgerFixture {
        let fixture = try LedgerFixture(settings: settings)
        let outcomes = try fixture.record(
            message("t-1"),
            message("t-1", action: "correct", revision: 2, isEvent: true),
            message("t-2", customer: "K-2", note: "Een andere klant, een andere reden"),
            message("t-3", reason: "unknown"),
            message("t-4", action: "withdraw", revision: 2),
            message("t-5", reason: "other", note: nil),
            message("t-6", reason: "unknown")
        )
        #expect(
            outcomes.map(\.name) == [
                "accepted", "accepted", "accepted", "unknown-reason", "held", "note-required", "unknown-reason",
            ]
        )
        let mended = try #require(outcomes[5].deadLetterID)
        let patch = JSONPatch.set(JSONPointer("note"), .string(note))
        _ = try fixture.ledger.edit([mended], with: patch, by: "bob", reason: "phoned", at: LedgerFixture.later)
        let discarded = try #require(outcomes[6].deadLetterID)
        _ = try fixture.ledger.discard([discarded], by: "bob", reason: "test", at: LedgerFixture.later)
        return fixture
    }

    @Test func `takes it out of everything that the files hold, and leaves every rule of the ledger whole`() throws {
        let fixture = try Self.filled()
        #expect(try Self.holds(fixture.path))
        let (notes, removed) = try Self.redact(fixture.ledger, NoteFilter(customerID: "K-1"))
        #expect(notes.terminations == 1)
        #expect(notes.deadLetters == 4)
        // Two bodies with their events; the bodies of three letters; the fourth's mended body and its patch.
        #expect(notes.places == 9)
        #expect(try !Self.holds(fixture.path))
        #expect(try Self.holds(fixture.path, "Een andere klant, een andere reden"))
        #expect(try fixture.ledger.check().isEmpty)
        fixture.ledger.close()
        let remains = try LedgerFile.scanForResidue(of: removed, in: fixture.path)
        #expect(remains == Residue.none)
        #expect(try !Self.holds(fixture.path))
    }

    @Test func `changes no other byte of what came, and no id of an event`() throws {
        let fixture = try Self.filled()
        let read = {
            try fixture.ledger.pool.read { database in
                try LedgerRow.fetchAll(
                    database,
                    sql: """
                        SELECT termination_revisions.body, events.body, events.id, hex(content_digest)
                        FROM termination_revisions JOIN events ON sequence = event ORDER BY sequence
                        """
                )
            }
            .map { row in (0..<4).map { String(decoding: row[$0] as Data, as: UTF8.self) } }
        }
        let before = try read()
        try Self.redact(fixture.ledger, NoteFilter(contractID: "c-t-1"))
        let text = JSONValue.string(Self.note).text
        let expected = before.enumerated().map { index, row in
            index == 2
                ? row
                : [
                    row[0].replacingOccurrences(of: text, with: "null"),
                    row[1].replacingOccurrences(of: ",\"note\":\(text)", with: ""), row[2], row[3],
                ]
        }
        #expect(try read() == expected)
        #expect(expected[0] != before[0])
    }

    @Test func `leaves a message that comes again a duplicate, also of what was replayed without its note`() throws {
        let fixture = try Self.filled()
        try Self.redact(fixture.ledger, NoteFilter(customerID: "K-1"))
        #expect(try fixture.record(Self.message("t-1"))[0].name == "duplicate")
        #expect(try fixture.record(Self.message("t-3", reason: "unknown"))[0].name == "again unknown-reason")
        #expect(try !Self.holds(fixture.path))
        try fixture.apply(Self.settings + "\n  - {code: unknown, labels: {nl: X}}")
        let open = try #require(
            try fixture.ledger.deadLetters(matching: DeadLetterFilter(contractID: "c-t-3"), limit: 1).first
        )
        #expect(open.redactedAt == LedgerFixture.later)
        #expect(try fixture.replay([open.id]) == [.accepted(terminationID: "t-3", revision: 1, sequence: 7)])
        #expect(try fixture.record(Self.message("t-3", reason: "unknown"))[0].name == "duplicate")
        // What waited is judged without its note when its termination comes.
        let released = try fixture.record(Self.message("t-4", note: nil))[0]
        guard case .accepted(_, let followUps) = released, case .accepted? = followUps.first?.result else {
            Issue.record("\(released.name)")
            return
        }
        #expect(try fixture.record(Self.message("t-4", action: "withdraw", revision: 2))[0].name == "duplicate")
        #expect(try fixture.ledger.check().isEmpty)
    }

    @Test func `says of a rule that demands the note that it was redacted`() throws {
        let fixture = try Self.filled()
        try Self.redact(fixture.ledger, NoteFilter(terminationID: "t-5"))
        let deadLetter = try #require(
            try fixture.ledger.deadLetters(matching: DeadLetterFilter(contractID: "c-t-5"), limit: 1).first
        )
        guard case .rejected(let violations, _, _)? = try fixture.replay([deadLetter.id]).first else {
            Issue.record("not refused")
            return
        }
        #expect(violations.map(\.code) == [.noteRequired])
        #expect(violations[0].message == "The note of this message was redacted, and the reason demands one.")
        // A note that is given anew is as good as any.
        let patch = JSONPatch.set(JSONPointer("note"), .string("The customer phoned again"))
        _ = try fixture.ledger.edit([deadLetter.id], with: patch, by: "bob", reason: "", at: LedgerFixture.later)
        #expect(try fixture.replay([deadLetter.id]) == [.accepted(terminationID: "t-5", revision: 1, sequence: 7)])
    }

    @Test func `writes an entry for each, which names the patches, and the trail holds`() throws {
        let fixture = try Self.filled()
        try Self.redact(fixture.ledger, NoteFilter(customerID: "K-1"))
        let verification = try fixture.ledger.verifyAudit()
        #expect(verification.defect == nil)
        #expect(verification.verified == 7)
        let deadLetter = try #require(
            try fixture.ledger.deadLetters(matching: DeadLetterFilter(contractID: "c-t-5"), limit: 1).first
        )
        let history = try fixture.ledger.history(of: deadLetter.id)
        #expect(history.map(\.action) == [.mended, .redacted])
        #expect(history[0].redactedBy == history[1].number)
        #expect(history[0].details.text == #"{"patch":[{"op":"add","path":"/note"}]}"#)
        #expect(history[1].actor == "ann")
        #expect(history[1].reason == "asked for")
        #expect(history[1].details.object?["places"]?.integer == 2)
        let life = try #require(try fixture.ledger.terminationLife(of: "t-1"))
        #expect(life.redactions.map(\.action) == [.redacted])
        #expect(life.revisions.map(\.isRedacted) == [true, true])
        #expect(life.revisions[1].changes.isEmpty)
    }

    @Test func `does what is left when it is begun again, and nothing twice`() throws {
        let fixture = try Self.filled()
        let filter = NoteFilter(customerID: "K-1")
        let step = try fixture.ledger.redactNotes(
            matching: filter,
            after: RedactionPlace(),
            by: "ann",
            reason: "",
            at: LedgerFixture.later
        )
        #expect(step.notes.terminations == 1)
        #expect(!step.place.isAtEnd)
        let (rest, _) = try Self.redact(fixture.ledger, filter)
        #expect(rest.terminations == 0)
        #expect(rest.deadLetters == 4)
        #expect(try Self.redact(fixture.ledger, filter).0 == RedactedNotes())
        #expect(try fixture.count("dead_letter_audit") == 7)
    }

    @Test func `counts without changing anything`() throws {
        let fixture = try Self.filled()
        var place = RedactionPlace()
        var places = 0
        while !place.isAtEnd {
            let step = try fixture.ledger.redactNotes(
                matching: NoteFilter(before: LedgerFixture.later),
                after: place,
                isRehearsal: true,
                by: "",
                reason: "",
                at: LedgerFixture.now
            )
            place = step.place
            places += step.notes.places
            #expect(step.removed.isEmpty)
        }
        #expect(places == 11)
        #expect(try fixture.count("dead_letter_audit") == 2)
        #expect(try fixture.count("redacted_revisions") == 0)
    }

    @Test func `takes a body that is no JSON out whole, and only by its age`() throws {
        let fixture = try LedgerFixture(settings: Self.settings)
        let bytes = Array("{\"customerId\":\"K-1\",\"note\":\"\(Self.note)\"".utf8)
        let id = try #require(try fixture.record(.bytes(bytes))[0].deadLetterID)
        #expect(try Self.redact(fixture.ledger, NoteFilter(customerID: "K-1")).0.places == 0)
        #expect(try Self.redact(fixture.ledger, NoteFilter(before: LedgerFixture.now)).0.places == 0)
        #expect(try Self.redact(fixture.ledger, NoteFilter(before: LedgerFixture.later)).0.places == 1)
        #expect(try fixture.ledger.deadLetterContent(id: id)?.body == [])
        #expect(try !Self.holds(fixture.path))
        #expect(try fixture.ledger.check().isEmpty)
    }

    @Test func `takes it out of Base64, in accepted messages, dead letters and patches, whose age is enough`() throws {
        let fixture = try LedgerFixture(settings: Self.settings)
        let encoded = { (text: [UInt8]) in Data(text).base64EncodedString() }
        let event = { (message: ReceivedMessage) in
            ReceivedMessage.bytes(
                Array(#"{"specversion":"1.0","data_base64":"\#(encoded(message.message.body))"}"#.utf8),
                properties: MessageProperties(contentType: "application/cloudevents+json")
            )
        }
        let outcomes = try fixture.record(
            event(Self.message("t-1")),
            event(Self.message("t-2", reason: "unknown")),
            event(.bytes(Array("<note>\(Self.note)</note>".utf8))),
            event(Self.message("t-4", reason: "other", note: nil))
        )
        #expect(outcomes.map(\.name) == ["accepted", "unknown-reason", "malformed-json", "note-required"])
        let mended = try #require(outcomes[3].deadLetterID)
        let patch = JSONPatch.set(JSONPointer("data_base64", "note"), .string(Self.note))
        let changes = try fixture.ledger.edit([mended], with: patch, by: "bob", reason: "", at: LedgerFixture.now)
        #expect(changes == [.changed])
        let forms = try #require(NoteRedaction(ofMessage: event(Self.message("t-1")).message.body)).removed.flatMap(
            \.forms
        )
        let isLeft = {
            let files = try ["", "-wal"].map { try Data(contentsOf: URL(filePath: fixture.path + $0)) }
            return forms.contains { form in files.contains { $0.range(of: Data(form)) != nil } }
        }
        #expect(try isLeft())
        #expect(try Self.redact(fixture.ledger, NoteFilter(customerID: "K-1")).0.places == 5)
        #expect(try Self.redact(fixture.ledger, NoteFilter(before: LedgerFixture.later)).0.places == 1)
        #expect(try !isLeft())
        #expect(try !Self.holds(fixture.path))
        #expect(try fixture.record(event(Self.message("t-1")))[0].name == "duplicate")
        #expect(try fixture.ledger.check().isEmpty)
        #expect(try fixture.ledger.verifyAudit().defect == nil)
        let deadLetter = try fixture.deadLetter(mended)
        #expect(deadLetter.redactedAt == LedgerFixture.later)
    }

    @Test func `finds a text that is left in no row, and one that others have used`() throws {
        let fixture = try Self.filled()
        let (_, removed) = try Self.redact(fixture.ledger, NoteFilter(contractID: "c-t-1"))
        fixture.ledger.close()
        // Those of the dead letters are still there, and were not asked for.
        let others = try LedgerFile.scanForResidue(of: removed, in: fixture.path)
        #expect(others.inOtherRows > 0)
        #expect(others.leftOver == 0)
        let ledger = try Ledger(path: fixture.path)
        let (_, rest) = try Self.redact(ledger, NoteFilter(customerID: "K-1"))
        ledger.close()
        let file = try FileHandle(forUpdating: URL(filePath: fixture.path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(repeating: 0, count: 4000) + Data(Self.note.utf8) + Data(count: 4156))
        try file.close()
        let remains = try LedgerFile.scanForResidue(of: rest, in: fixture.path)
        #expect(remains.inOtherRows == 0)
        #expect(remains.leftOver > 0)
    }

    @Test func `searches no file while this process has the ledger open, whatever name it is given by`() throws {
        let fixture = try Self.filled()
        let (_, removed) = try Self.redact(fixture.ledger, NoteFilter(customerID: "K-1"))
        let link = fixture.directory.appending(path: "link.sqlite").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.path)
        let reader = try Ledger(path: link, access: .readOnly)
        func refusal(_ path: String) -> LedgerError.Code? {
            #expect(throws: LedgerError.self) { try LedgerFile.scanForResidue(of: removed, in: path) }?.code
        }
        #expect(refusal(fixture.path) == .stillOpen)
        fixture.ledger.close()
        #expect(refusal(fixture.path) == .stillOpen)
        #expect(refusal(link) == .stillOpen)
        reader.close()
        #expect(try LedgerFile.scanForResidue(of: removed, in: fixture.path) == Residue.none)
    }

    @Test func `says that the log cannot be emptied while another program reads it, and then can`() throws {
        let fixture = try Self.filled()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: fixture.path, configuration: configuration)
        try reader.inDatabase { database in
            try database.beginTransaction(.deferred)
            _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM events")
        }
        let step = try fixture.ledger.redactNotes(
            matching: NoteFilter(terminationID: "t-1"),
            after: RedactionPlace(),
            by: "ann",
            reason: "",
            at: LedgerFixture.later
        )
        #expect(step.notes.places == 4)
        #expect(try fixture.ledger.file.emptyLog() == false)
        try reader.inDatabase { try $0.commit() }
        #expect(try fixture.ledger.file.emptyLog())
    }

    @Test(arguments: [
        "UPDATE dead_letter_audit SET details = '{}' WHERE action = 'mended'",
        "UPDATE dead_letter_audit SET details = '{}', salt = NULL, redacted_by = 2 WHERE action = 'mended'",
        "UPDATE dead_letter_audit SET reason = 'x' WHERE action = 'mended'",
    ])
    func `is no way to change the trail otherwise`(sql: String) throws {
        let fixture = try Self.filled()
        #expect(throws: DatabaseError.self) { try fixture.ledger.pool.write { try $0.execute(sql: sql) } }
        try fixture.ledger.pool.write { database in
            try database.execute(sql: "DROP TRIGGER dead_letter_audit_keep_update")
            try database.execute(sql: sql)
        }
        #expect(try fixture.ledger.verifyAudit().defect == .changed(number: 1))
    }

    @Test func `is found where a redacted entry was changed afterwards`() throws {
        let fixture = try Self.filled()
        try Self.redact(fixture.ledger, NoteFilter(terminationID: "t-5"))
        // The schema lets redacted details be written again; the chain does not.
        let sql = "UPDATE dead_letter_audit SET details = '{\"patch\":[]}' WHERE redacted_by IS NOT NULL"
        try fixture.ledger.pool.write { try $0.execute(sql: sql) }
        #expect(try fixture.ledger.verifyAudit().defect == .changed(number: 1))
    }
}
