import Foundation
import Ledger
import Terminations
import Testing

@Suite struct `terminus terminations` {
    /// Three terminations of two contracts: in force, withdrawn, and in effect for a sensitive reason.
    private func withThree(_ body: (LifeSample) throws -> Void) throws {
        try LifeSample.run { sample in
            try sample.record("2026-03-01T12:00:00Z", LifeSample.message("t-1", contract: "c-1"))
            try sample.record(
                "2026-03-01T12:30:00Z",
                LifeSample.message("t-1", .withdraw, revision: 2, contract: "c-1")
            )
            try sample.record("2026-03-02T12:00:00Z", LifeSample.message("t-2", contract: "c-1", endDate: "2035-12-31"))
            let others = ["initiator": "\"customer\""]
            try sample.record(
                "2026-03-03T12:00:00Z",
                LifeSample.message("t-3", endDate: "2026-03-02", reason: "illness", others: others)
            )
            try body(sample)
        }
    }

    @Test func `lists what was recorded last first`() throws {
        try withThree { sample in
            let answer = try sample.terminations("list")
            #expect(answer.end == .exit(0))
            #expect(
                answer.output == """
                    RECORDED (UTC)    TERMINATION  CONTRACT  LAST DAY    STATE      REASON
                    2026-03-03 12:00  t-3          c-t-3     2026-03-02  effective  withheld
                    2026-03-02 12:00  t-2          c-1       2035-12-31  in-force   price
                    2026-03-01 12:00  t-1          c-1       2026-03-31  withdrawn  price

                    """
            )
            #expect(try sample.terminations("list", "--confidential").output.contains("illness"))
        }
    }

    @Test(arguments: [
        ("--state in-force --state withdrawn", ["t-2", "t-1"]), ("--contract c-1", ["t-2", "t-1"]),
        ("--termination t-3", ["t-3"]), ("--message m-t-1-2", ["t-1"]), ("--customer k-2", []),
        ("--reason PRICE --ends-through 2026-12-31", ["t-1"]), ("--initiator customer", ["t-3"]),
        ("--ends-from 2027-01-01", ["t-2"]), ("--type mutual", []), ("--contract-type lease", []),
        ("--since 2026-03-02", ["t-3", "t-2"]), ("--until 2026-03-02", ["t-1"]), ("--without-reason", []),
        ("--occurred-since 2026-03-02", []), ("--occurred-until 2026-03-02 --limit 1", ["t-3"]),
    ])
    func `filters`(line: String, ids: [String]) throws {
        try withThree { sample in
            let arguments = ["terminations", "list", "--format", "json"] + line.split(separator: " ").map(String.init)
            let answer = try sample.folder.run(arguments)
            #expect(answer.end == .exit(0))
            #expect(try answer.objects().map { $0[text: "terminationId"] } == ids)
        }
    }

    @Test func `says how to go on after a page`() throws {
        try withThree { sample in
            let first = try sample.terminations("list", "--limit", "2")
            #expect(first.errors == "There may be more: --after t-2\n")
            let second = try sample.terminations("list", "--limit", "2", "--after", "t-2")
            #expect(second.lines.count == 2)
            #expect(second.lines.last?.contains("t-1") == true)
            #expect(try sample.terminations("list", "--after", "t-1").errors == "There are no more.\n")
            #expect(try sample.terminations("list", "--after", "nothing").end == .exit(65))
            #expect(try sample.terminations("list", "--customer", "nobody").errors == "No termination matches.\n")
        }
    }

    @Test func `does not tell who has a sensitive reason by a filter either`() throws {
        try withThree { sample in
            let answer = try sample.terminations("list", "--reason", "Illness")
            #expect(answer.end == .exit(64))
            #expect(answer.output.isEmpty)
            #expect(answer.errors.contains("--confidential"))
            #expect(try sample.terminations("list", "--reason", "Illness", "--confidential").output.contains("t-3"))
        }
    }

    @Test(arguments: ["t-3", "m-t-3-1", "c-t-3"])
    func `shows one by its id, a message's or the contract's`(name: String) throws {
        try withThree { sample in
            let answer = try sample.terminations("show", name)
            #expect(answer.end == .exit(0))
            #expect(answer.lines.first == "Termination t-3, revision 1: ended")
        }
    }

    @Test func `lists the terminations of a contract that has several`() throws {
        try withThree { sample in
            let answer = try sample.terminations("show", "c-1")
            #expect(answer.end == .exit(65))
            #expect(answer.output.isEmpty)
            for text in ["2026-03-02 12:00  t-2", "2026-03-01 12:00  t-1", "The contract c-1 has 2 terminations."] {
                #expect(answer.errors.contains(text), "\(text)")
            }
        }
    }

    @Test func `says what to do about an id that nothing has`() throws {
        try withThree { sample in
            let answer = try sample.terminations("show", "nothing")
            #expect(answer.end == .exit(65))
            #expect(answer.errors.contains("(unknown id)"))
            #expect(answer.errors.contains("terminus dead-letters list --text nothing"))
        }
    }

    @Test(arguments: [
        "list --state lost", "list --limit 0", "list --reason a --without-reason",
        "list --ends-from 2026-02-01 --ends-through 2026-01-01", "list --ends-from yesterday", "show",
    ])
    func `refuses a wrong command line`(line: String) throws {
        let answer = try Folder().run(["terminations"] + line.split(separator: " ").map(String.init))
        #expect(answer.end == .exit(64))
    }

    @Test func `keeps to the width of a terminal, however long the ids are, and is whole in a pipe`() throws {
        try LifeSample.run { sample in
            let id = String(repeating: "x", count: 64)
            try sample.record("2026-03-01T12:00:00Z", LifeSample.message(id, contract: id, endDate: "2035-12-31"))
            func onTerminal(_ arguments: String...) throws -> [Substring] {
                try Terminal.run(
                    ["terminations"] + arguments,
                    in: sample.folder.path,
                    environment: [:],
                    columns: 100
                )
                .screen.split(separator: "\n")
            }
            let lines = try onTerminal("list") + onTerminal("show", id)
            #expect(lines.allSatisfy { $0.count <= 100 })
            #expect(lines.contains { $0.contains(id) })
            #expect(try sample.terminations("list").output.ranges(of: id).count == 2)
        }
    }

    @Test func `tells a program everything about one`() throws {
        try withThree { sample in
            let life = try #require(try sample.terminations("show", "t-1", "--format", "json").objects().first)
            #expect(life[text: "state"] == "withdrawn")
            let revisions = life["revisions"]?.array?.compactMap(\.object) ?? []
            #expect(revisions.map { $0[text: "action"] } == ["terminate", "withdraw"])
            #expect(revisions.map { $0["event"]?.object?[number: "sequence"] } == [1, 2])
            #expect(revisions.map { $0["event"]?.object?[text: "publication"] } == ["waiting", "waiting"])
            let rule = revisions.first?["rules"]?.object?["reasonRequired"]?.object
            #expect(rule?[number: "rule"] == 1)
            #expect(rule?["required"]?.bool == false)
            #expect(revisions.last?["rules"]?.object?["reasonRequired"] == .null)
            #expect(revisions.allSatisfy { $0["body"] == nil && $0["note"] == nil })
            let all = try #require(
                try sample.terminations("show", "t-1", "--format", "json", "--confidential").objects().first
            )
            let body = all["revisions"]?.array?.first?.object?["body"]?.object
            #expect(body?[text: "messageId"] == "m-t-1-1")
        }
    }
}
