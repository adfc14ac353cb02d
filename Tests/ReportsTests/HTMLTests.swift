import Crypto
import Foundation
import JSON
import Ledger
import Terminations
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import Reports

@Suite struct `The page of a report` {
    private let fixture: ReportFixture

    init() throws { fixture = try ReportFixture() }

    private func report(
        _ rows: ReportDimension = .reason,
        across columns: ReportDimension? = nil,
        in language: ReportLanguage = .en
    ) throws -> Report {
        let period = try #require(ReportPeriod("2026-Q3", today: LocalDate("2026-10-02")!))
        let question = ReportQuestion(period: period, rows: rows, columns: columns)
        return try fixture.ledger.report(question, in: language, at: ReportFixture.now)
    }

    private func fill() throws {
        var random = RandomTerminations(seed: 9)
        try fixture.record(random.messages(500))
    }

    /// The texts of the page. Fails if it is not well-formed XML.
    private func texts(_ html: String) throws -> String {
        let parser = XMLParser(data: Data(html.replacing("<!DOCTYPE html>", with: "").utf8))
        let collector = TextCollector()
        parser.delegate = collector
        let isParsed = parser.parse()
        try #require(isParsed, "\(parser.parserError.map { "\($0)" } ?? "") at line \(parser.lineNumber)")
        return collector.text
    }

    @Test(arguments: ReportLanguage.allCases)
    func `is well-formed, and needs no other resource and no script`(_ language: ReportLanguage) throws {
        try fill()
        let html = try report(across: .month, in: language).html
        let texts = try texts(html)
        #expect(texts.contains(language == .en ? "Why contracts ended: Q3 2026" : "Waarom contracten eindigden"))
        for foreign in ["<script", "http://", "https://", "url(", "@import", "<link", "<img", "onload"] {
            #expect(!html.contains(foreign), "\(foreign)")
        }
        #expect(html.contains("lang=\"\(language.rawValue)\""))
        #expect(html.contains("<svg") && html.contains("aria-label="))
        #expect(html.contains("prefers-color-scheme:dark") && html.contains("@media print"))
    }

    @Test(arguments: ReportLanguage.allCases) func `names each table that scrolls by what is in it`(
        _ language: ReportLanguage
    ) throws {
        try fill()
        for question in [try report(in: language), try report(across: .month, in: language)] {
            let names = question.html.matches(of: /role="region" aria-label="([^"]*)"/).map { String($0.1) }
            #expect(names.count >= 2 && Set(names).count == names.count, "\(names)")
        }
    }

    @Test func `carries its sheet by the hash that its policy allows, and has no style attribute`() throws {
        try fill()
        let html = try report(across: .month).html
        let head = try #require(html.components(separatedBy: "</style>").first)
        let sheet = try #require(head.components(separatedBy: "<style>").last)
        #expect(sheet == ReportStylesheet.css)
        let hash = Data(SHA256.hash(data: Data(sheet.utf8))).base64EncodedString()
        #expect(html.contains("default-src &#39;none&#39;; style-src &#39;sha256-\(hash)&#39;"))
        #expect(!html.contains("style=") && !html.contains("unsafe-inline"))
    }

    @Test func `links its sheet for a server, under a policy that allows styles of its own origin only`() throws {
        try fill()
        let report = try report(across: .month)
        let html = report.html(stylesheet: .linked(url: "/assets/report.css?v=1&x=\"2\""))
        #expect(html.contains("<link rel=\"stylesheet\" href=\"/assets/report.css?v=1&amp;x=&quot;2&quot;\"/>"))
        #expect(html.contains("default-src &#39;none&#39;; style-src &#39;self&#39;"))
        #expect(!html.contains("<style") && !html.contains("style="))
        _ = try texts(html)
        // Each cell has the class of its shade, which the sheet defines.
        let counts = report.groups.filter { $0.compared.now.count > 0 }.flatMap { $0.cells.map(\.count) }
        let most = Double(try #require(counts.max()))
        let shades = html.matches(of: /class="heat (s\d+)"/).map { String($0.output.1) }
        #expect(shades == counts.map { "s\(ReportPage.shade(Double($0) / most))" })
        #expect(shades.contains("s20"))
        for shade in shades { #expect(ReportStylesheet.css.contains(".\(shade){--s:"), "\(shade)") }
    }

    @Test(arguments: [(0, 0), (0.0001, 1), (0.5, 10), (0.51, 10), (0.99, 20), (1, 20)])
    func `shades no cell that is empty, and every other`(_ share: Double, _ shade: Int) {
        #expect(ReportPage.shade(share) == shade)
    }

    @Test func `shows hostile names as text`() throws {
        let name = "<script>alert('x')</script>\"&\u{202E}abc"
        try fixture.record([Message("a", ["contractType": .string(name)])])
        let html = try report(.contractType, across: .reason).html
        #expect(!html.contains("<script"))
        #expect(try texts(html).contains("<script>alert('x')</script>\"& abc"))
    }

    @Test func `says so if nothing is recorded`() throws {
        let html = try report().html
        #expect(try texts(html).contains("No contract that is recorded ended in Q3 2026."))
        _ = try texts(try report(.month, in: .nl).html)
    }

    @Test func `writes no name that a spreadsheet reads as a formula`() throws {
        try fixture.record([Message("a", ["contractType": .string("=HYPERLINK(\"x\")")])])
        let csv = try report(.contractType).csv
        #expect(csv.contains("\r\n\"'=HYPERLINK(\"\"x\"\")\",\"'=HYPERLINK(\"\"x\"\")\",1,1.0"))
        for text in ["+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", " =1", "\u{A0}+1", "\u{3000}＝1", "\u{2003}@x"] {
            #expect(CSVRow.safe(text) == "'" + text)
        }
        // A terminal gets no control characters.
        #expect(CSVRow.safe("\tx") == "' x")
        #expect(CSVRow.safe("x\u{1B}[31m\u{9B}1m\u{202E}\u{0}y") == "x [31m 1m  y")
        #expect(CSVRow.safe("price") == "price")
    }

    @Test func `has every text in both languages`() {
        let (en, nl) = (Mirror(reflecting: ReportTexts.en), Mirror(reflecting: ReportTexts.nl))
        for (one, other) in zip(en.children, nl.children) {
            #expect(one.value as? String != other.value as? String, "\(one.label ?? "")")
        }
    }

    @Test func `writes money with the decimal places of its currency`() {
        #expect(LostAmount(currency: "JPY", minorUnits: 1200, count: 1).decimal == "1200")
        #expect(LostAmount(currency: "KWD", minorUnits: 5, count: 1).decimal == "0.005")
        #expect(LostAmount(currency: "EUR", minorUnits: -123_456, count: 1).decimal == "-1234.56")
        #expect(
            ReportFormatting(.nl).money(LostAmount(currency: "EUR", minorUnits: 123_400, count: 1)).contains("1.234")
        )
    }

    @Test func `has JSON with the same figures`() throws {
        try fill()
        let report = try report(across: .month)
        var writer = JSONWriter()
        report.write(to: &writer)
        let json = try #require(try JSONValue(parsing: writer.bytes).object)
        let total = json["total"]?.object?["now"]?.object
        #expect(total?["count"]?.integer == Int64(report.total.now.count))
        #expect(json["groups"]?.array?.count == report.groups.count)
        #expect(json["columns"]?.array?.count == report.columns.count)
        for (group, said) in zip(report.groups, json["groups"]?.array ?? []) {
            #expect(said.object?["label"]?.string == group.label.text)
            #expect(said.object?["cells"]?.array?.count == report.columns.count)
            let rounded = Int((report.share(of: group) * 10_000).rounded())
            guard case .number(let share) = said.object?["share"] else {
                Issue.record("no share")
                continue
            }
            var writer = JSONWriter()
            writer.value(.number(share))
            let text = String(decoding: writer.bytes, as: UTF8.self)
            #expect(Int(((Double(text) ?? -1) * 10_000).rounded()) == rounded)
        }
    }
}

private final class TextCollector: NSObject, XMLParserDelegate {
    var text = ""

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
