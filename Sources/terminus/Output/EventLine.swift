import Foundation
import JSON
import Terminations

/// An event on one line, for a person.
///
/// Events come one by one, so the columns are as wide as is usual, not as wide as their widest cell.
enum EventLine {
    private static let widths = [8, 33, 12]
    private static let lastDayWidth = 10
    private static let instantWidth = 17

    static let heading = line([
        "TIME", "EVENT", "CONTRACT", ended(on: "LAST DAY", billingStopsAt: "BILLING STOPS AT", "REASON"),
    ])

    /// - Parameter body: a CloudEvent, or whatever else somebody published.
    static func text(of body: [UInt8], routingKey: String) -> String {
        let event = try? JSONValue(parsing: body, maxDepth: JSONValue.maxDepth).object
        let data = event?["data"]?.object
        let time = event?["time"]?.string.flatMap { Instant(rfc3339: $0) }
        // A refused message without a readable contract has its dead letter for a subject.
        let isContractUnknown = data?["deadLetterId"] != nil && event?["subject"] == data?["deadLetterId"]
        return line([
            time.map { String($0.toTheSecond.dropFirst(11).prefix(8)) } ?? "",
            routingKey,
            isContractUnknown ? "(unknown)" : event?["subject"]?.string ?? "",
            data.map(summary) ?? "(\(body.count) bytes that are no event)",
        ])
    }

    /// The event as JSON on one line; bytes that are no JSON in Base64.
    static func json(of body: [UInt8]) -> JSONWriter {
        var line = JSONWriter()
        if let event = try? JSONValue(parsing: body, maxDepth: JSONValue.maxDepth) {
            line.value(event)
        } else {
            line.beginObject()
            line.name("bodyBase64")
            line.string(Data(body).base64EncodedString())
            line.endObject()
        }
        return line
    }

    private static func summary(of data: JSONObject) -> String {
        if let violations = data["violations"]?.array {
            return "refused: " + Violation.summary(violations.compactMap { $0.object?["code"]?.string })
        }
        if let change = data["change"]?.string {
            let version = data["settingsVersion"]?.integer.map { ", by version \($0) of the settings" } ?? ""
            return "reason \(change)\(version)"
        }
        guard let endDate = data["endDate"]?.string else { return "" }
        let stop = data["billingStopsAt"]?.string.flatMap { Instant(rfc3339: $0) }
        return ended(
            on: endDate,
            // The start of a day, which nearly always is a whole minute in UTC.
            billingStopsAt: stop.map { minute($0.toTheSecond) } ?? "",
            data["reason"]?.object?["code"]?.string ?? "none"
        )
    }

    private static func minute(_ text: String) -> String {
        text.hasSuffix(":00Z") ? text.dropLast(4) + "Z" : text
    }

    private static func ended(on lastDay: String, billingStopsAt stop: String, _ reason: String) -> String {
        "\(Table.padded(lastDay, to: lastDayWidth))  \(Table.padded(stop, to: instantWidth))  \(reason)"
    }

    private static func line(_ cells: [String]) -> String {
        let cells = cells.map(Table.printable)
        return zip(cells, widths).map { Table.padded($0, to: $1) + "  " }.joined() + cells[widths.count]
    }
}
