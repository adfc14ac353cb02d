import Foundation
import GRDB
import Terminations
import TestSupport
import Testing

/// The way of somebody new: generated history is imported, and reports are asked for.
@Suite struct `The report of an imported history` {
    private let folder: Folder

    init() throws {
        folder = try Folder()
        let settings = Program.project.appending(path: "docs/examples/reasons.yaml").path
        #expect(try folder.run("settings", "apply", settings, "--create").end == .exit(0))
        let file = folder.path + "/history.ndjson"
        let made = try Program.script("generate-terminations", ["--count", "6000", "--output", file])
        #expect(made.end == .exit(0), "\(made.errors)")
        _ = try folder.run("import", file)
    }

    @Test func `says what plain SQL says, in every form`() throws {
        let json = try folder.run("report", "--period", "2026-Q3", "--format", "json")
        #expect(json.end == .exit(0), "\(json.errors)")
        let report = try #require(try json.objects().first)
        let rows = try DatabaseQueue(path: folder.path + "/terminus.sqlite").read { database in
            try Row.fetchAll(
                database,
                sql: """
                    WITH latest AS (SELECT termination, max(revision) AS revision FROM termination_revisions
                        GROUP BY termination)
                    SELECT replace(body ->> '$.reasonCode', 'offer', 'competitor') AS code, count(*) AS count FROM (
                        SELECT CAST(body AS TEXT) AS body, action FROM termination_revisions
                        JOIN latest USING (termination, revision))
                    WHERE action <> 'withdraw' AND body ->> '$.endDate' BETWEEN '2026-07-01' AND '2026-09-30'
                        AND body ->> '$.terminationType' <> 'administrative'
                    GROUP BY 1
                    """
            )
        }
        let expected = Dictionary(uniqueKeysWithValues: rows.map { ($0["code"] as String, $0["count"] as Int64) })
        let groups = report["groups"]?.array?.compactMap(\.object) ?? []
        var seen: [String: Int64] = [:]
        for group in groups {
            let code = try #require(group["code"]?.string)
            let count = group["figures"]?.object?["now"]?.object?["count"]?.integer ?? 0
            seen[code == "withheld" ? "deceased" : code] = count > 0 ? count : nil
        }
        #expect(seen == expected)

        let csv = try folder.run("report", "--period", "2026-Q3", "--format", "csv", "--confidential")
        let lines = String(decoding: csv.bytes, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.first?.hasPrefix("reason,reasonLabel,count,share,monthlyAmountLost_") == true)
        let service = try #require(lines.first { $0.hasPrefix("service,") })
        #expect(service.split(separator: ",")[2] == String(expected["service"] ?? 0))

        let text = try folder.run("report", "--period", "2026-Q3", "--language", "en")
        #expect(text.output.contains("Too expensive") && text.output.contains("█"))
        let page = try folder.run("report", "--period", "2026-Q3", "--format", "html", "--output", "why.html")
        #expect(page.end == .exit(0) && page.output.isEmpty)
        let html = try String(contentsOfFile: folder.path + "/why.html", encoding: .utf8)
        #expect(html.contains("Waarom contracten eindigden") && !html.contains("Overleden"))
    }

    @Test func `says which period it does not know, and what goes together`() throws {
        let unknown = try folder.run("report", "--period", "2026-Q7")
        #expect(unknown.end == .exit(64) && unknown.errors.contains("2026-Q7 is no period"))
        #expect(try folder.run("report", "--from", "2026-01-01").end == .exit(64))
        #expect(try folder.run("report", "--group-by", "reason", "--across", "reason").end == .exit(64))
        let date = try folder.run("report", "--from", "01-01-2026", "--through", "2026-02-01")
        #expect(date.end == .exit(64) && date.errors.contains("YYYY-MM-DD"), "\(date.errors)")
        let early = try folder.run("report", "--period", "1999")
        #expect(early.end == .exit(0) && early.output.contains("eindigde geen contract"))
        #expect(early.output.contains("Deze periode ligt voor het begin van het register"), "\(early.output)")
    }

    @Test(arguments: [
        ["--period", "this-quarter"], ["--period", "2026", "--group-by", "month", "--across", "channel"],
        ["--period", "last-30-days", "--group-by", "week", "--channel", "web", "--channel", ""],
        ["--period", "2099", "--by-date", "occurred", "--confidential"], ["--period", "2023-Q3", "--as-recorded"],
    ])
    func `is JSON as its schema has it`(_ arguments: [String]) throws {
        let answer = try folder.run(["report", "--format", "json", "--output", "report.json"] + arguments)
        #expect(answer.end == .exit(0), "\(answer.errors)")
        let check = try Program.script("check-schemas", ["--closed", "report.v1", folder.path + "/report.json"])
        #expect(check.end == .exit(0), "\(check.output)")
    }

    @Test func `counts what filters select, and takes no typing error for nothing`() throws {
        let json = try folder.run(
            "report",
            "--period",
            "2026-Q3",
            "--format",
            "json",
            "--contract-type",
            "lease",
            "--channel",
            "web",
            "--channel",
            "phone"
        )
        let report = try #require(try json.objects().first)
        let count = try DatabaseQueue(path: folder.path + "/terminus.sqlite").read { database in
            try Int64.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM terminations WHERE ended = 0 AND termination_type <> 'administrative'
                        AND end_date BETWEEN '2026-07-01' AND '2026-09-30' AND contract_type = 'lease'
                        AND channel IN ('web', 'phone')
                    """
            )
        }
        #expect(count ?? 0 > 0)
        #expect(report["total"]?.object?["now"]?.object?["count"]?.integer == count)

        let typo = try folder.run("report", "--contract-type", "leas")
        #expect(typo.end == .exit(64) && typo.output.isEmpty)
        #expect(typo.errors.contains("--contract-type leas") && typo.errors.contains("lease"), "\(typo.errors)")
        let sensitive = try folder.run("report", "--reason", "deceased")
        #expect(sensitive.end == .exit(64) && sensitive.errors.contains("--confidential"), "\(sensitive.errors)")
        let confidential = try folder.run("report", "--reason", "deceased", "--confidential")
        #expect(confidential.end == .exit(0), "\(confidential.errors)")
    }

    @Test func `says how many of the messages that are in no figure came from imports`() throws {
        func unrecorded() throws -> (all: Int64, imported: Int64) {
            let report = try folder.run("report", "--period", "2026-Q3", "--format", "json")
            let quality = try #require(try report.objects().first?["quality"]?.object)
            return (
                try #require(quality["unrecorded"]?.integer), try #require(quality["unrecordedFromImports"]?.integer)
            )
        }
        let before = try unrecorded()
        let message = """
            {"messageId":"bad-1","action":"terminate","terminationId":"bad-1","contractId":"bad-1","customerId":"K",\
            "reasonCode":"nonsense","endDate":"2026-08-31","occurredAt":"2026-08-01T10:00:00Z"}

            """
        try Data(message.utf8).write(to: folder.url.appending(path: "bad.ndjson"))
        let imported = try folder.run("import", "bad.ndjson")
        let after = try unrecorded()
        #expect(after.all == before.all + 1 && after.imported == before.imported + 1, "\(imported.errors)")
        let text = try folder.run("report", "--period", "2026-Q3", "--language", "en")
        #expect(
            text.output.replacing("\n  ", with: " ").contains(
                "Rejected or pending messages, not included: \(after.all), of which \(after.imported) came from imports"
            ),
            "\(text.output)"
        )
    }

    @Test func `is CSV as Excel of the reader's country takes it, and replaces no file`() throws {
        let arguments = [
            "report", "--period", "2026-Q3", "--format", "csv", "--separator", ";", "--decimal-comma",
            "--byte-order-mark", "--output", "why.csv",
        ]
        let written = try folder.run(arguments)
        #expect(written.end == .exit(0), "\(written.errors)")
        // Foundation reads a mark as no part of the text.
        let bytes = try Data(contentsOf: folder.url.appending(path: "why.csv"))
        let csv = String(decoding: bytes, as: UTF8.self)
        #expect(bytes.starts(with: Array("\u{FEFF}reason;reasonLabel;count;".utf8)))
        #expect(csv.contains(/;\d+,\d\d;/))
        let again = try folder.run(arguments)
        #expect(again.end == .exit(64) && again.errors.contains("--force"))
        #expect(try Data(contentsOf: folder.url.appending(path: "why.csv")) == bytes)
        #expect(try folder.run(arguments + ["--force"]).end == .exit(0))
        for wrong in [
            ["--separator", ";"], ["--byte-order-mark"], ["--format", "csv", "--separator", "a"],
            ["--format", "csv", "--separator", ""], ["--format", "csv", "--separator", "\""],
            ["--format", "csv", "--decimal-comma"],
        ] {
            #expect(try folder.run(["report"] + wrong).end == .exit(64), "\(wrong)")
        }
        let tab = try folder.run("report", "--format", "csv", "--separator", "tab")
        #expect(tab.output.hasPrefix("reason\treasonLabel\t"))
    }

    /// How wide a terminal is that has so many columns.
    @Test(arguments: [40, 60, 80, 132])
    func `is as wide as the terminal, and cuts nothing in a pipe`(_ columns: Int) throws {
        let command = "stty cols \(columns); '\(Program.path)' report --period 2026-Q3 --across channel --language nl"
        let terminal = try Program.run(["-qec", command, "/dev/null"], of: "/usr/bin/script", in: folder.path)
        #expect(terminal.end == .exit(0), "\(terminal.output)")
        let lines = terminal.output.split(whereSeparator: \.isNewline)
        #expect(lines.count > 20)
        for line in lines { #expect(line.count <= columns, "\(line)") }
        #expect(lines.contains { $0.contains("nog") && $0.contains("kolom") } == (columns < 132))

        let pipe = try folder.run("report", "--period", "2026-Q3", "--across", "channel", "--language", "nl")
        #expect(!pipe.output.contains("…"))
        #expect(pipe.output.contains("Mediane opzegtermijn") && pipe.output.contains("partner"))
    }

    @Test func `has examples in its help that run as they are pasted`() throws {
        let help = try folder.run("report", "--help").output
        let begin = try #require(help.range(of: "EXAMPLE\n")).upperBound
        let end = try #require(help.range(of: "\nUSAGE")).lowerBound
        let examples = String(help[begin..<end])
        #expect(examples.components(separatedBy: "terminus report").count > 6)
        let folderOfProgram = URL(filePath: Program.path).deletingLastPathComponent().path
        let answer = try Program.run(
            ["-ec", examples],
            of: "/bin/sh",
            in: folder.path,
            environment: ["PATH": "\(folderOfProgram):/usr/bin:/bin"]
        )
        #expect(answer.end == .exit(0), "\(answer.errors)")
        #expect(FileManager.default.fileExists(atPath: folder.path + "/why.html"))
    }
}
