import Application
import JSON
import TestSupport
import Testing

@testable import Console

/// Nothing tells what a person may not see, whatever way it is asked for.
@Suite struct `What a permission hides` {
    private let fixture: ConsoleFixture

    init() throws {
        fixture = try ConsoleFixture(isWritable: true)
        try fixture.fill()
    }

    private func page(_ path: String, without hidden: Permission...) throws -> ParsedPage {
        try fixture.page(path, as: Set(Permission.allCases).subtracting(hidden))
    }

    @Test func `is not told by a list of the terminations with a sensitive reason`() throws {
        let refused = try page("/terminations?reason=deceased", without: .readConfidentialReports)
        #expect(refused.status == 422 && !refused.html.contains("T-2"))
        #expect(try page("/terminations?reason=deceased").status == 200)
        #expect(try page("/terminations?reason=price", without: .readConfidentialReports).status == 200)
    }

    @Test func `is not told by a search for a text of a note`() throws {
        let answer = fixture.ask(
            "/dead-letters/find",
            method: "POST",
            form: [("text", "dear")],
            as: Set(Permission.allCases).subtracting([.readNotes])
        ).answer
        #expect(answer.status == 403)
    }

    @Test(arguments: [
        (#"[{"op":"copy","from":"/note","path":"/channel"}]"#, true),
        (#"[{"op":"move","from":"/note","path":"/channel"}]"#, true),
        (#"[{"op":"copy","from":"","path":"/channel"}]"#, true),
        (#"[{"op":"copy","from":"/data","path":"/channel"}]"#, true),
        (#"[{"op":"test","path":"/note","value":"x"},{"op":"add","path":"/a","value":1}]"#, true),
        (#"[{"op":"replace","path":"/note","value":null}]"#, false),
        (#"[{"op":"copy","from":"/channel","path":"/a"}]"#, false),
    ])
    func `is not told by a patch that reads the note`(patch: String, reads: Bool) throws {
        #expect(BodyChange(patch: try JSONPatch(parsing: Array(patch.utf8))).readsNote == reads)
    }

    @Test func `is not told by a pattern that matches the note`() throws {
        let substitution = try MemberSubstitution(parsing: "/note=s/^A.*/x/")
        #expect(BodyChange(patch: nil, substitutions: [substitution]).readsNote)
    }
}
