import Foundation
import Ledger
import TestSupport
import Terminations
import Testing

@testable import Console

@Suite struct `A bar of a report` {
    private let fixture: ConsoleFixture

    init() throws {
        fixture = try ConsoleFixture(
            settings: ConsoleFixture.settings + "\n  - {code: sold, labels: {nl: Verkocht, en: Sold}}"
        )
        let administrative = ["terminationType": "\"administrative\""]
        try fixture.record(
            Sample.message("t-1", endDate: "2026-02-10", others: ["channel": "\"web\""]),
            Sample.message("t-2", reason: "sold", endDate: "2026-02-11"),
            Sample.message("t-3", endDate: "2026-02-12", others: administrative),
            Sample.message("t-4", endDate: "2026-02-13"),
            Sample.withdrawal("t-4", revision: 2),
            Sample.message("t-5", reason: "deceased", endDate: "2026-02-14"),
            Sample.message("t-6", endDate: "2026-03-01")
        )
        try fixture.apply(
            ConsoleFixture.settings
                + "\n  - {code: sold, labels: {nl: Verkocht, en: Sold}, replacedBy: price, validThrough: 2026-03-01}"
        )
    }

    private func terminations(_ page: ParsedPage) -> Set<String> {
        Set(page.links.filter { $0.hasPrefix("/terminations/") }.map { String($0.dropFirst("/terminations/".count)) })
    }

    @Test func `has a link that keeps its period, by name where it has one`() throws {
        let links = { (period: String) in
            try fixture.page("/report?period=\(period)&group-by=channel").links.filter { $0.hasPrefix("/report?") }
        }
        #expect(
            try links("last-quarter").contains { $0.contains(/period=\d{4}-Q[1-4]/) && $0.contains("group-by=channel") }
        )
        #expect(try links("last-month").contains { $0.contains(/period=\d{4}-\d\d/) })
        #expect(try links("last-30-days").contains { $0.contains(/from=\d{4}-\d\d-\d\d/) && !$0.contains("period=") })
    }

    @Test func `leads to the terminations that it counts, merged reasons with them`() throws {
        let report = try fixture.page("/report?from=2026-02-01&through=2026-02-28")
        let links = report.links.filter { $0.hasPrefix("/report/terminations?") }
        #expect(links.count == 2)
        let price = try #require(links.first { $0.contains("group=price") })
        #expect(try terminations(fixture.page(price)) == ["t-1", "t-2"])
    }

    @Test func `of a month, a channel and a filter leads to what it counts`() throws {
        let months = try fixture.page("/report?from=2026-02-01&through=2026-03-31&group-by=month")
        let february = try #require(months.links.first { $0.contains("from=2026-02-01&through=2026-02-28") })
        #expect(try terminations(fixture.page(february)) == ["t-1", "t-2", "t-5"])
        let question = "/report/terminations?from=2026-02-01&through=2026-02-28&group-by=channel"
        #expect(try terminations(fixture.page(question + "&group=web")) == ["t-1"])
        #expect(try terminations(fixture.page(question + "&without=yes&reason=price")) == ["t-2"])
        let occurred = "/report/terminations?from=2026-03-01&through=2026-03-01&by-date=occurred&group=price"
        #expect(try terminations(fixture.page(occurred)) == ["t-1", "t-2", "t-6"])
    }

    @Test func `names no sensitive reason, and is no link without the permission to see terminations`() throws {
        let question = "/report?from=2026-02-01&through=2026-02-28"
        let open: Set<Permission> = [.readReports, .readTerminations]
        let report = try fixture.page(question, as: open)
        #expect(!report.html.contains("deceased"))
        let asked = "/report/terminations?from=2026-02-01&through=2026-02-28&group=deceased"
        #expect(try terminations(fixture.page(asked, as: open)).isEmpty)
        #expect(try fixture.page(question, as: [.readReports]).links.allSatisfy { !$0.contains("/terminations") })
    }
}
