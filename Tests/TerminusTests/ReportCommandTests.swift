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
        let early = try folder.run("report", "--period", "1999")
        #expect(early.end == .exit(0) && early.output.contains("eindigde geen contract"))
    }
}
