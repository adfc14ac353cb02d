import Foundation
import JSON
import Terminations
import TestSupport
import Testing

@Suite struct `Importing what spreadsheets write` {
    private let folder: Folder
    private static let header = "terminationId,contractId,customerId,reasonCode,endDate,occurredAt"

    init() throws {
        folder = try Folder()
        let settings = Program.project.appending(path: "docs/examples/settings.yaml").path
        #expect(try folder.run("settings", "apply", settings, "--create").end == .exit(0))
    }

    private func row(_ number: Int, contract: String? = nil) -> String {
        "T\(number),\(contract ?? "C\(number)"),K1,price,2026-03-31,2026-02-02T09:00:00+01:00"
    }

    private func file(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: folder.url.appending(path: name))
    }

    private func shell(_ line: String) throws -> Answer {
        try Program.run(["-c", line], of: "/bin/bash", in: folder.path, environment: ["T": Program.path])
    }

    private func contracts() throws -> [String] {
        try folder.run("terminations", "list", "--format", "json").objects().compactMap { $0["contractId"]?.string }
            .sorted()
    }

    private func imported(_ answer: Answer, _ member: String) throws -> Int64? {
        try answer.objects().last?[member]?.integer
    }

    /// The command of the guide, as it stands there.
    @Test func `takes an export of a Dutch Excel by the guide's own command`() throws {
        let page = try String(contentsOf: Program.project.appending(path: "docs/history.md"), encoding: .utf8)
        let block = try #require(
            page.components(separatedBy: "```console\n").first {
                $0.hasPrefix("$ terminus import docs/examples/opzeggingen.csv")
            }
        )
        let lines = try #require(block.components(separatedBy: "```").first).split(separator: "\n").map(String.init)
        let end = try #require(lines.firstIndex { !$0.hasSuffix("\\") })
        let command = lines[...end].joined(separator: "\n").dropFirst(2)
            .replacing("docs/examples", with: Program.project.appending(path: "docs/examples").path)
        let tried = try shell("terminus() { $T \"$@\"; }; \(command)")
        #expect(tried.end == .exit(1))
        #expect(tried.errors + tried.output == lines[(end + 1)...].joined(separator: "\n") + "\n")
        let done = try shell("terminus() { $T \"$@\"; }; \(command.replacing("--dry-run", with: "--format json"))")
        #expect(try imported(done, "recorded") == 4)
        #expect(
            try done.objects().last?["violations"]?.array?.compactMap {
                $0.object?["firstLines"]?.array?.first?.integer
            } == [7, 6]
        )
        #expect(try done.objects().last?["unusedColumns"] == .array([.string("Behandeld door")]))
        let shown = try folder.run("terminations", "show", "OPZ-2024-0002", "--format", "json", "--confidential")
        for part in ["\"periodAmount\":2450000", "2026-12-31", "2024-03-15T15:40:00Z", "competitor", "business"] {
            #expect(shown.output.contains(part), "\(part): \(shown.output)")
        }
        let deadLetters = try folder.run("dead-letters", "list", "--import", "1", "--format", "json").objects()
        #expect(deadLetters.count == 2)
        #expect(try folder.run("dead-letters", "list", "--import", "2", "--format", "json").objects().isEmpty)
        let discarded = try folder.run("dead-letters", "discard", "--import", "1", "--reason", "tests", "--yes")
        #expect(discarded.end == .exit(0), "\(discarded.errors)")
        #expect(try folder.run("dead-letters", "list", "--state", "open", "--format", "json").objects().isEmpty)
    }

    @Test func `refuses bytes that are no UTF-8 by their place, and reads them in the encoding that is named`() throws {
        let text =
            (Self.header + "\n" + row(1, contract: "M\u{FC}ller-1") + "\n" + row(2, contract: "M\u{F6}ller-1") + "\n")
        let bytes = text.unicodeScalars.map { UInt8($0.value) }
        try file("old.csv", bytes)
        let refused = try folder.run("import", "old.csv")
        #expect(refused.end == .exit(65))
        #expect(refused.errors.contains("old.csv is not UTF-8: byte 0xFC in line 2, column 5."), "\(refused.errors)")
        #expect(refused.errors.contains("--encoding windows-1252"))
        #expect(try contracts().isEmpty)
        #expect(try folder.run("import", "old.csv", "--encoding", "windows-1252").end == .exit(0))
        #expect(try contracts() == ["M\u{F6}ller-1", "M\u{FC}ller-1"])

        try file("new.csv", Array(text.utf8))
        let warned = try folder.run("import", "new.csv", "--encoding", "windows-1252", "--dry-run")
        #expect(warned.errors.contains("new.csv is valid UTF-8"))
        try file("undefined.csv", Array(Self.header.utf8) + [0x0A, 0x81, 0x0A])
        let undefined = try folder.run("import", "undefined.csv", "--encoding", "windows-1252")
        #expect(undefined.errors.contains("undefined.csv is not windows-1252: byte 0x81 in line 2, column 1."))
    }

    @Test func `keeps the bytes of a line that is no UTF-8, and takes the lines around it`() throws {
        let good = Sample.message("t-1") + [0x0A]
        let bad = Array("{\"contractId\":\"M".utf8) + [0xFC] + Array("ller\"}".utf8)
        try file("old.ndjson", bad + [0x0A] + good)
        let answer = try folder.run("import", "old.ndjson", "--rejects", "refused.ndjson", "--format", "json")
        #expect(try imported(answer, "recorded") == 1, "\(answer.errors)")
        let line = try String(contentsOfFile: folder.path + "/refused.ndjson", encoding: .utf8)
        let refused = try #require(try JSONValue(parsing: line).object)
        #expect(refused["violations"]?.array?.first?.object?["code"]?.string == "invalid-utf8")
        #expect(refused["messageBase64"]?.string.flatMap { Data(base64Encoded: $0) } == Data(bad))
    }

    @Test(arguments: ["UTF-16", "UTF-16LE", "UTF-16BE"]) func `takes UTF-16, by its mark or by its name`(_ name: String)
        throws
    {
        try file("text.csv", Array((Self.header + "\r\n" + row(1, contract: "C€") + "\r\n").utf8))
        let flags = name == "UTF-16" ? "" : "--encoding \(name)"
        let answer = try shell("iconv -f UTF-8 -t \(name) text.csv > wide.csv; $T import wide.csv \(flags)")
        #expect(answer.end == .exit(0), "\(answer.errors)")
        #expect(try contracts() == ["C€"])
    }

    @Test func `takes lines that end with a carriage return alone`() throws {
        let text = [Self.header + ",note", row(1) + ",\"two\nlines\"", row(2) + ","].joined(separator: "\r") + "\r"
        try folder.file("mac.csv", text)
        #expect(try imported(folder.run("import", "mac.csv", "--format", "json"), "recorded") == 2)
        try folder.file("bad.csv", [Self.header, row(3), "x,y"].joined(separator: "\r"))
        let bad = try folder.run("import", "bad.csv", "--format", "json")
        #expect(bad.output.contains("Line 3 has 2 cells, the header has 6."), "\(bad.output)")
        let lines = (4...5).map { String(decoding: Sample.message("t-\($0)"), as: UTF8.self) }.joined(separator: "\r")
        try folder.file("mac.ndjson", lines)
        #expect(try imported(folder.run("import", "mac.ndjson", "--format", "json"), "recorded") == 2)
    }

    @Test(arguments: ["sep=;\r\n", "\u{FEFF}\"sep=;\"\n\n", "\n \r\n"])
    func `passes over what stands before the header`(_ before: String) throws {
        try folder.file(
            "x.csv",
            before + Self.header.replacing(",", with: ";") + "\n" + row(1).replacing(",", with: ";") + "\n;;;;;\n"
        )
        let answer = try folder.run("import", "x.csv", "--format", "json")
        #expect(try imported(answer, "recorded") == 1, "\(answer.errors)\(answer.output)")
        #expect(try imported(answer, "messages") == 1)
    }

    @Test func `reads pipes and standard input once`() throws {
        try folder.file("x.csv", Self.header + "\n" + row(1) + "\n")
        let dry = try shell("cat x.csv | $T import /dev/stdin --dry-run --format json")
        #expect(try imported(dry, "recorded") == 1, "\(dry.errors)")
        #expect(try imported(shell("$T import <(cat x.csv) --input csv --format json"), "recorded") == 1)
        #expect(try imported(shell("cat x.csv | $T import - --format json"), "alreadyRecorded") == 1)
        let lines = String(decoding: Sample.message("t-9"), as: UTF8.self) + "\n"
        #expect(try imported(folder.run("import", "-", "--format", "json", input: Array(lines.utf8)), "recorded") == 1)
        let full = try shell("mkdir none; chmod 0 none; TMPDIR=$PWD/nowhere $T import - < <(cat x.csv)")
        #expect(full.end == .exit(74), "\(full.errors)")
        #expect(full.errors.contains("The file cannot be copied to"))
    }

    @Test(arguments: [
        ("x.csv", "", "x.csv is empty."), ("x.ndjson", "", "x.ndjson is empty."),
        ("x.ndjson", "\n \n", "x.ndjson has no messages."),
        ("x.csv", header + "\n", "x.csv has a header and no rows."), ("x.csv", "\n\n", "x.csv has no header."),
        ("x.csv", header + "\u{2028}" + "T1,C1\u{2028}", "x.csv has a header and no rows."),
        ("x.xlsx", "PK\u{3}\u{4}rest", "x.xlsx is an Excel workbook or another zip archive."),
        (
            "x.csv", header + "\n" + String(repeating: "a;b;c\n", count: 20),
            "None of the first 20 rows of x.csv can be read. Line 2: Line 2 has 1 cell, the header has 6."
        ),
        (
            "x.ndjson", String(repeating: "a;b;c\n", count: 25),
            "None of the first 20 rows of x.ndjson can be read. Line 1:"
        ),
        ("x.csv", "note,note\na,b\n", "Columns 1 and 2 are both named note."),
    ])
    func `ends at once over a file that is no table, and records nothing`(
        _ name: String,
        _ text: String,
        _ sentence: String
    ) throws {
        try folder.file(name, text)
        let answer = try folder.run("import", name)
        #expect(answer.end == .exit(65), "\(answer.errors)")
        #expect(answer.errors.contains(sentence), "\(answer.errors)")
        #expect(try folder.run("dead-letters", "list", "--format", "json").objects().isEmpty)
    }

    @Test func `refuses a program and a folder`() throws {
        #expect(try folder.run("import", "/bin/ls").end == .exit(65))
        #expect(try folder.run("import", "/tmp").end == .exit(66))
        #expect(try folder.run("import", "x.ndjson", "--date-format", "DD-MM-YYYY").end == .exit(64))
        #expect(try folder.run("import", "x.csv", "--date-format", "DD-MM").end == .exit(64))
        #expect(try folder.run("dead-letters", "list", "--import", "0").end == .exit(64))
    }

    @Test func `sums up what was refused by field and line, and goes on past one bad row among good ones`() throws {
        let rows = (1...30).map {
            $0 % 10 == 0 ? row($0) + ",9" : row($0).replacing("price", with: $0 < 4 ? "duur" : "price")
        }
        try folder.file("x.csv", Self.header + "\n" + rows.joined(separator: "\n") + "\n")
        let text = try folder.run("import", "x.csv", "--dry-run").output
        #expect(
            text.contains(
                "    3  malformed-json  lines 11, 21, 31\n      Such as: Line 11 has 7 cells, the header has 6."
            ),
            "\(text)"
        )
        #expect(text.contains("    3  unknown-reason  /reasonCode  lines 2, 3, 4\n"), "\(text)")
        let answer = try folder.run("import", "x.csv", "--rejects", "refused.ndjson", "--format", "json")
        #expect(try imported(answer, "recorded") == 24)
        let refused = try String(contentsOfFile: folder.path + "/refused.ndjson", encoding: .utf8)
        #expect(refused.contains("Line 21 has 7 cells, the header has 6."))
    }

    @Test func `names the formats of the options in what is refused`() throws {
        let header = Self.header + ",contract.periodAmount,contract.currency"
        let dates = [
            ("31-09-2026", "1-2-2026 9:00", "24,50"), ("09/31/2026", "32-10-2026 10:00", "24,50"),
            ("31-10-2026", "1-2-2026", "24.50"), ("31-10-2026", "1-2-2026", ""),
        ]
        let rows = dates.enumerated().map { "T\($0);C\($0);K1;price;\($1.0);\($1.1);\($1.2);EUR" }
        try folder.file("x.csv", ([header.replacing(",", with: ";")] + rows).joined(separator: "\n") + "\n")
        let flags = ["import", "x.csv", "--date-format", "DD-MM-YYYY", "--decimal-comma", "--rejects", "r.ndjson"]
        let answer = try folder.run(flags + ["--format", "json"])
        #expect(try imported(answer, "recorded") == 1, "\(answer.errors)\(answer.output)")
        let found = try #require(try answer.objects().last?["violations"]?.array).compactMap(\.object)
        #expect(
            Set(found.compactMap { $0["message"]?.string }) == [
                "The field endDate is no day of the calendar in the form DD-MM-YYYY.",
                "The field endDate is not a date in the form DD-MM-YYYY.",
                "The field occurredAt is no day of the calendar in the form DD-MM-YYYY.",
                "The field periodAmount is not an amount with a decimal comma, such as 24,50 or 24.500,00.",
            ]
        )
        let values = found.compactMap { $0["values"]?.array?.first?.object?["value"]?.string }
        #expect(Set(values) == ["31-09-2026", "09/31/2026", "32-10-2026 10:00", "24.50"])
        let refused = try String(contentsOfFile: folder.path + "/r.ndjson", encoding: .utf8)
        #expect(refused.contains("endDate is no day of the calendar in the form DD-MM-YYYY."), "\(refused)")
        #expect(refused.contains("\"expected\":\"date in the form DD-MM-YYYY, such as 31-12-2026\""))
    }

    @Test func `counts the words that are no reason, and warns of meanings that have no effect`() throws {
        let words = (1...11).flatMap { Array(repeating: "Woord \($0)", count: $0) }
        let rows = words.enumerated().map { row($0).replacing("price", with: $1) } + [row(99)]
        try folder.file("x.csv", ([Self.header] + rows).joined(separator: "\n") + "\n")
        let options = ["--map-value", "reasonCode:Woord 11=prise", "--map-value", "reasonCode:Te vroeg=price"]
        let text = try folder.run(["import", "x.csv", "--dry-run"] + options)
        #expect(
            text.errors.contains(
                "--map-value 'reasonCode:Woord 11=prise': the settings have no reason prise. Did you mean price?"
            ),
            "\(text.errors)"
        )
        let words10 = "\"prise\" (11), \"Woord 10\" (10), \"Woord 9\" (9), \"Woord 8\" (8), "
        #expect(text.output.replacing("\n        ", with: " ").contains(words10), "\(text.output)")
        #expect(text.output.replacing("\n        ", with: " ").contains("\"Woord 2\" (2) and 1 other value\n"))
        let lines = text.output.replacing("\n  ", with: " ")
        #expect(lines.contains("No row has what these options give a meaning: --map-value 'reasonCode:Te vroeg=price'"))
        let json = try #require(try folder.run(["import", "x.csv", "--format", "json"] + options).objects().last)
        #expect(json["unusedMapValues"] == .array([.string("--map-value 'reasonCode:Te vroeg=price'")]))
        let values = try #require(json["violations"]?.array?.first?.object?["values"]?.array)
        #expect(values.count == 10)
        #expect(values.first?.object?["value"]?.string == "prise" && values.first?.object?["count"]?.integer == 11)
        // The option that the hint names gives the word a meaning.
        let hint = try folder.run("import", "x.csv", "--dry-run").output
        #expect(hint.contains("--map-value 'reasonCode:Woord 11=CODE'"), "\(hint)")
        let mended = try folder.run(
            "import",
            "x.csv",
            "--map-value",
            "reasonCode:Woord 11=price",
            "--format",
            "json",
            "--dry-run"
        )
        #expect(try imported(mended, "recorded") == 11, "\(mended.output)")
    }
}
