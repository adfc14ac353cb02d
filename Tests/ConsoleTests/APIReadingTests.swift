import Foundation
import JSON
import Ledger
import TestSupport
import Terminations
import Testing

@testable import Console

@Suite struct `The API for reading` {
    private let fixture: ConsoleFixture
    private let token: String

    init() throws {
        fixture = try ConsoleFixture()
        try fixture.fill()
        token = try fixture.token()
    }

    private func get(_ path: String, headers: [String: String] = [:]) -> APIAnswer {
        fixture.api(path, token: token, headers: headers)
    }

    @Test func `says why an edited dead letter could not be judged again`() throws {
        let writable = try ConsoleFixture(isWritable: true)
        try writable.fill()
        let token = try writable.token()
        let one = try #require(try writable.deadLetters().last)
        let edit = #"{"deadLetters": [{"id": "\#(one.id)", "version": \#(one.version)}], "reason": "tests", "#
        let edited = writable.api(
            "/dead-letters/edit",
            method: "POST",
            token: token,
            body: edit + #""set": {"/reasonCode": "price"}}"#
        )
        #expect(edited.status == 200, "\(edited.text)")
        let judged = writable.api("/dead-letters/\(one.id)", token: token).json
        #expect(judged["now"]?.object?["verdict"]?.string == "accepted" && judged["nowMissing"] == nil)
        let configuration = ConsoleConfiguration(
            ledgerPath: writable.ledger.path,
            source: "urn:test",
            version: "0.0.0",
            userName: "alex"
        )
        let readOnly = Responder(configuration, now: { ConsoleFixture.now })
        let request = PageRequest(
            path: "/api/v1/dead-letters/\(one.id)",
            headers: ["host": "127.0.0.1:9465", "authorization": "Bearer \(token)"]
        )
        let answer = APIAnswer(readOnly.respond(to: request))
        #expect(answer.status == 200 && answer.json["now"] == nil)
        #expect(answer.json["nowMissing"]?.string?.contains("cannot be opened for writing") == true, "\(answer.text)")
        #expect(answer.json["mendedBody"] != nil)
    }

    @Test func `tells a form which reasons it may offer, and whether one is needed`() throws {
        try fixture.apply(
            """
            timeZone: Europe/Amsterdam
            defaultLanguage: nl
            reasonRequired:
              - {required: true, when: {contractType: [lease]}}
              - {required: false, from: 2026-04-01}
            reasons:
              - {code: price, labels: {nl: Te duur, en: Too expensive}, validThrough: 2026-03-31}
              - {code: moved, labels: {nl: Verhuisd}, allowed: {initiator: [customer]}}
              - {code: fraud, labels: {nl: Fraude}, allowed: {initiator: [provider], contractType: [lease]}}
              - {code: deceased, labels: {nl: Overleden}, sensitive: true, note: {rule: required, minLength: 5}}
              - {code: dear, labels: {nl: Duur}, replacedBy: price}
            """
        )
        let all = get("/reasons")
        #expect(all.status == 200)
        #expect(all.items.map { $0["code"]?.string } == ["price", "moved", "fraud", "deceased"])
        #expect(all.json["reasonRequired"]?.bool == false && all.json["date"]?.string == "2026-03-10")
        #expect(all.items[3]["note"]?.string == "required" && all.items[3]["noteMinLength"]?.integer == 5)
        let lease = get("/reasons?contract-type=lease&initiator=provider&language=en-GB")
        #expect(lease.json["reasonRequired"]?.bool == true)
        #expect(lease.items.map { $0["code"]?.string } == ["price", "fraud", "deceased"])
        #expect(lease.items.map { $0["label"]?.string } == ["Too expensive", "Fraude", "Overleden"])
        #expect(lease.items.map { $0["labelLanguage"]?.string } == ["en", "nl", "nl"])
        // Midnight of the zone has passed, and that of UTC has not.
        let later = get("/reasons?at=2026-03-31T22:30:00Z&contract-type=lease")
        #expect(later.json["reasonRequired"]?.bool == false && later.json["date"]?.string == "2026-04-01")
        #expect(later.items.map { $0["code"]?.string } == ["moved", "fraud", "deceased"])
    }

    @Test func `is not asked twice for what has not changed`() throws {
        for path in ["/reasons", "/reasons/price", "/settings", "/settings/versions/1", "/openapi.json"] {
            let first = get(path)
            let tag = try #require(first.headers["etag"], "\(path)")
            for header in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                let again = get(path, headers: ["if-none-match": header])
                #expect(again.status == 304 && again.bytes.isEmpty && again.headers["etag"] == tag, "\(path) \(header)")
            }
            #expect(get(path, headers: ["if-none-match": "\"x\""]).status == 200)
        }
        let before = try #require(get("/reasons").headers["etag"])
        try fixture.apply(ConsoleFixture.settings.replacing("Te duur", with: "Veel te duur"))
        #expect(get("/reasons", headers: ["if-none-match": before]).status == 200)
        #expect(get("/settings").headers["etag"] == "\"2\"")
    }

    @Test func `shows a reason by its code or an alias, with its use`() throws {
        #expect(get("/reasons/price").json["uses"]?.array?.count == 1)
        #expect(get("/reasons/nothing").problem == "not-found")
    }

    @Test func `gives the settings as they can be applied again`() throws {
        let document = try Settings.parse(yamlOrJSON: ConsoleFixture.settings)
        let yaml = get("/settings", headers: ["accept": "application/yaml"])
        #expect(try Settings.parse(yamlOrJSON: yaml.text).hash == document.hash)
        #expect(try Settings.parse(yamlOrJSON: get("/settings/versions/1").text).hash == document.hash)
        for version in ["2", "0", "x", "99999999999999999999"] {
            #expect(get("/settings/versions/\(version)").problem == "not-found", "\(version)")
        }
        try fixture.apply(ConsoleFixture.settings.replacing("Verhuisd", with: "Verhuizing"), reason: "A better word")
        let versions = get("/settings/versions")
        #expect(versions.items.map { $0["version"]?.integer } == [2, 1])
        #expect(versions.items.first?["reason"]?.string == "A better word")
        let difference = get("/settings/diff?from=1")
        #expect(difference.json["to"]?.integer == 2)
        #expect(difference.json["reasons"]?.array?.first?.object?["code"]?.string == "moved")
        #expect(get("/settings/diff").faults == ["from"])
        #expect(get("/settings/diff?from=7").problem == "not-found")
    }

    @Test func `reads lists page by page, each entry once`() throws {
        for number in 1...7 { try fixture.apply(ConsoleFixture.settings.replacing("Te duur", with: "Duur \(number)")) }
        for (path, count) in [
            ("/settings/versions?limit=3", 8), ("/dead-letters?limit=2&sort=oldest&state=open", 3),
            ("/terminations?limit=1", 2), ("/causes?limit=1", 2),
        ] {
            var next: String? = path
            var seen: [String] = []
            while let path = next {
                let page = get(path)
                #expect(page.status == 200, "\(path) \(page.text)")
                seen += page.items.map { item in
                    (item["id"] ?? item["terminationId"] ?? item["fingerprint"])?.string
                        ?? "\(item["version"]?.integer ?? 0)"
                }
                next = page.json["next"]?.string.map { String($0.dropFirst("/api/v1".count)) }
                #expect(page.headers["link"] == page.json["next"]?.string.map { "<\($0)>; rel=\"next\"" })
                #expect((page.json["after"]?.string == nil) == (next == nil))
                if seen.count > 20 { break }
            }
            #expect(seen.count == count && Set(seen).count == count, "\(path) \(seen)")
        }
        #expect(get("/dead-letters?after=nothing").problem == "not-found")
        #expect(get("/causes?after=000000000000").problem == "not-found")
        let based = try ConsoleFixture(basePath: "/terminus")
        try based.fill()
        let page = based.api("/dead-letters?limit=1&contract=c-t-3", token: try based.token())
        #expect(page.json["next"] == .null && page.items.count == 1)
        let more = based.api("/dead-letters?limit=1", token: try based.token("two"))
        #expect(more.json["next"]?.string?.hasPrefix("/terminus/api/v1/dead-letters?limit=1&after=") == true)
    }

    @Test func `finds by customer and text in a body alone`() throws {
        #expect(get("/dead-letters?customer=k-1").faults == ["customer"])
        #expect(get("/dead-letters?text=x").faults == ["text"])
        #expect(get("/terminations?customer=k-1").faults == ["customer"])
        let found = fixture.api(
            "/dead-letters/find",
            method: "POST",
            token: token,
            body: #"{"filter": {"text": "te-duur", "state": ["open"]}, "count": true, "limit": 1}"#
        )
        #expect(found.items.count == 1 && found.json["count"]?.integer == 2)
        #expect(found.json["next"] == .null && found.json["after"]?.string != nil)
        let terminations = fixture.api(
            "/terminations/find",
            method: "POST",
            token: token,
            body: #"{"filter": {"customer": "k-1"}}"#
        )
        #expect(terminations.items.count == 2)
        let blind = try fixture.token("blind", as: [.readDeadLetters])
        for body in [#"{"filter": {"text": "te-duur"}}"#, #"{"filter": {"value": "te-duur"}}"#] {
            #expect(fixture.api("/dead-letters/find", method: "POST", token: blind, body: body).status == 403)
        }
        #expect(fixture.api("/dead-letters?value=te-duur", token: blind).status == 403)
        #expect(fixture.api("/causes?values=1", token: blind).status == 403)
        #expect(fixture.api("/causes?value=te-duur", token: blind).status == 403)
    }

    @Test func `groups dead letters by cause, with their values where bodies may be seen`() throws {
        let causes = get("/causes?values=5")
        #expect(causes.items.map { $0["count"]?.integer } == [2, 1])
        let values = causes.items.first?["values"]?.array?.compactMap { $0.object?["value"]?.string }
        #expect(values == ["te-duur"])
        #expect(get("/causes").items.first?["values"] == nil)
    }

    @Test func `leaves out of a dead letter what a token may not see`() throws {
        let note = ["note": "\"Was too dear\""]
        try fixture.record(Sample.message("t-8", reason: "none-such", others: note))
        let deadLetter = try #require(try fixture.deadLetters().first { $0.terminationID == "t-8" })
        let path = "/dead-letters/\(deadLetter.id)"
        let whole = get(path)
        #expect(whole.json["body"]?.object?["note"]?.string == "Was too dear")
        #expect(whole.json["bodyBase64"] != nil && whole.json["transport"] != nil && whole.json["history"] != nil)
        let reader = try fixture.token("reader", as: [.readDeadLetters, .readBodies])
        let masked = fixture.api(path, token: reader)
        #expect(masked.json["body"]?.object?["note"]?.string == ShownValue.withheld)
        #expect(masked.json["body"]?.object?["reasonCode"]?.string == "none-such")
        #expect(masked.json["bodyBase64"] == nil && !masked.text.contains("Was too dear"))
        #expect(fixture.api(path + "/raw", token: reader).problem == "forbidden")
        let blind = try fixture.token("blind", as: [.readDeadLetters])
        let bare = fixture.api(path, token: blind)
        #expect(bare.status == 200 && bare.json["body"] == nil && bare.json["transport"] == nil)
        #expect(!bare.text.contains("none-such"))
        let raw = get(path + "/raw")
        #expect(raw.contentType == "application/octet-stream")
        #expect(raw.bytes == Sample.message("t-8", reason: "none-such", others: note))
        #expect(raw.headers["content-disposition"]?.hasPrefix("attachment") == true)
        #expect(get("/dead-letters/c").problem != nil)
        #expect(get("/dead-letters/m-t-8").json["id"]?.string == deadLetter.id)
    }

    @Test func `shows terminations, and withholds what is confidential`() throws {
        let list = get("/terminations?state=in-force&contract=c-t-1")
        #expect(list.items.map { $0["terminationId"]?.string } == ["t-1"])
        #expect(get("/terminations?reason=deceased").problem == "not-allowed")
        #expect(get("/terminations?reason=deceased&confidential=true").items.count == 1)
        #expect(!get("/terminations").text.contains("deceased"))
        #expect(!get("/terminations/t-1").text.contains("Was too dear"))
        #expect(get("/terminations/t-1?confidential=true").text.contains("Was too dear"))
        #expect(get("/terminations/none").problem == "not-found")
        for permission in [Permission.readNotes, .readConfidentialReports, .readBodies] {
            let token = try fixture.token(
                permission.rawValue,
                as: Set(Permission.allCases).subtracting([permission])
            )
            #expect(fixture.api("/terminations/t-1?confidential=true", token: token).problem == "forbidden")
        }
        #expect(get("/terminations?reason=price&without-reason=true").faults == ["without-reason"])
    }

    @Test func `reports as JSON and CSV, and names a question that cannot be answered`() throws {
        let report = get("/reports/why?period=2026&group-by=category&across=initiator&language=en")
        #expect(report.status == 200 && report.json["question"] != nil && report.json["language"]?.string == "en")
        let table = get("/reports/why?period=2026", headers: ["accept": "text/csv"])
        #expect(table.contentType == "text/csv; charset=utf-8" && table.text.contains(","))
        for (query, fault) in [
            ("period=sometime", "period"), ("from=2026-01-01", "through"),
            ("period=2026&from=2026-01-01&through=2026-02-01", "period"),
            ("group-by=reason&across=reason", "across"), ("reason=nothing", "reason"), ("reason=deceased", "reason"),
            ("from=2026-02-01&through=2026-01-01", "through"), ("by-date=x", "by-date"),
        ] {
            let answer = get("/reports/why?\(query)")
            #expect(answer.status == 400 && answer.faults.contains(fault), "\(query) \(answer.text)")
        }
        let reader = try fixture.token("reader", as: [.readReports])
        #expect(fixture.api("/reports/why?confidential=true", token: reader).problem == "forbidden")
        #expect(get("/reports/why?reason=deceased&confidential=true").status == 200)
    }

    @Test func `lists the audit trail, and pages through it by entry`() throws {
        for deadLetter in try fixture.deadLetters() {
            _ = try fixture.recorder.discard(
                [DeadLetterVersion(deadLetter)],
                by: Actor("kim", by: .cli),
                reason: "Because of \(deadLetter.number)",
                at: ConsoleFixture.now
            )
        }
        let first = get("/audit?limit=2")
        #expect(first.items.count == 2)
        let after = try #require(first.json["after"]?.string)
        let rest = get("/audit?limit=2&after=\(after)")
        #expect(rest.items.count == 1 && rest.json["after"] == .null)
        #expect(get("/audit?actor=nobody").items.isEmpty)
        #expect(get("/audit?action=discarded&each=true").items.count == 3)
        #expect(get("/audit?action=burnt").faults == ["action"])
    }

    @Test func `says how it is`() {
        let status = get("/status")
        #expect(status.json["version"]?.string == "0.0.0")
        #expect(status.json["worker"]?.object?["state"]?.string == "off")
        let ledger = status.json["ledger"]?.object
        #expect(ledger?["deadLetters"]?.object?["open"]?.integer == 3 && ledger?["terminations"]?.integer == 2)
    }

    @Test func `judges messages as the worker would, and records nothing`() throws {
        func check(_ body: [UInt8], _ type: String = "application/json", _ query: String = "") -> APIAnswer {
            fixture.api(
                "/check\(query)",
                method: "POST",
                token: token,
                body: String(decoding: body, as: UTF8.self),
                headers: ["content-type": type]
            )
        }
        let good = Sample.message("n-1")
        let bad = Sample.message("n-2", reason: "te-duur")
        #expect(check(good).items.map { $0["verdict"]?.string } == ["accepted"])
        let lines = check(good + [10] + bad + [10, 10], "application/x-ndjson", "?show-event=true")
        #expect(lines.items.map { $0["verdict"]?.string } == ["accepted", "rejected"])
        #expect(lines.items.map { $0["position"]?.integer } == [1, 2])
        #expect(lines.items[0]["event"]?.object?["type"]?.string == "contract.terminated.v1")
        #expect(check(Array("[]".utf8)).items.first?["verdict"]?.string == "rejected")
        #expect(check(good, "application/cloudevents+json").items.first?["verdict"]?.string == "rejected")
        #expect(check(Array(repeating: good + [10], count: 1001).flatMap(\.self), "application/x-ndjson").status == 413)
        #expect(try fixture.ledger.facts().terminations == 2)
    }

    @Test func `changes nothing by any GET`() throws {
        let before = try fixture.ledger.verifyAudit().headHash
        let version = try fixture.ledger.healthSnapshot().bytes
        let id = try #require(try fixture.deadLetters().first).id
        for route in APIRoute.all where route.method == "GET" {
            let path = route.pattern.replacing("{id}", with: route.pattern.contains("dead") ? id : "t-1")
                .replacing("{code}", with: "price").replacing("{version}", with: "1").replacing("{number}", with: "1")
            _ = get(path + (path == "/settings/diff" ? "?from=1" : ""))
        }
        #expect(try fixture.ledger.verifyAudit().headHash == before)
        #expect(try fixture.ledger.healthSnapshot().bytes == version)
    }
}
