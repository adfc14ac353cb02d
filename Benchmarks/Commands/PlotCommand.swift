import ArgumentParser
import Foundation

/// Draws the figures of a run as a bar chart in SVG.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw the figures that other commands wrote with --results."
    )

    @Argument(help: "File of figures.")
    var results: String
    @Argument(help: "SVG file to write.")
    var output: String

    func run() throws {
        let text = try String(contentsOf: URL(filePath: results), encoding: .utf8)
        let figures = try text.split(separator: "\n").map { line in
            let words = line.split(separator: "\t").map(String.init)
            guard words.count == 4, let value = Double(words[2]) else {
                throw BenchmarkError("\(results) has a line that is no figure: \(line)")
            }
            return BarChart.Bar(group: "\(words[0]), \(words[3])", name: words[1], value: value)
        }
        guard !figures.isEmpty else { throw BenchmarkError("\(results) has no figures.") }
        try BarChart(bars: figures).svg.write(to: URL(filePath: output), atomically: true, encoding: .utf8)
    }
}

/// Groups of horizontal bars. The longest bar of each group fills the width.
struct BarChart {
    struct Bar {
        let group: String
        let name: String
        let value: Double
    }

    let bars: [Bar]

    private static let width = 820
    private static let left = 250
    private static let right = 90
    private static let line = 24

    var svg: String {
        var groups: [String] = []
        for bar in bars where !groups.contains(bar.group) { groups.append(bar.group) }
        var parts: [String] = []
        var y = 10
        for group in groups {
            y += Self.line
            parts.append(text(x: 10, y: y, group, anchor: "start", isBold: true))
            let members = bars.filter { $0.group == group }
            let longest = members.map { abs($0.value) }.max() ?? 0
            for bar in members {
                y += Self.line
                let room = Double(Self.width - Self.left - Self.right)
                let length = longest == 0 ? 0 : Int(abs(bar.value) / longest * room)
                parts.append(text(x: Self.left - 10, y: y, bar.name, anchor: "end"))
                parts.append(
                    #"<rect x="\#(Self.left)" y="\#(y - 13)" width="\#(max(length, 1))" height="16" fill="steelblue"/>"#
                )
                parts.append(text(x: Self.left + length + 8, y: y, Self.number(bar.value), anchor: "start"))
            }
            y += Self.line / 2
        }
        let height = y + 14
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(height)" \
            viewBox="0 0 \(Self.width) \(height)" font-family="sans-serif" font-size="13">
            <rect width="100%" height="100%" fill="white"/>
            \(parts.joined(separator: "\n"))
            </svg>

            """
    }

    private func text(x: Int, y: Int, _ words: String, anchor: String, isBold: Bool = false) -> String {
        let escaped = words.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        let weight = isBold ? #" font-weight="bold""# : ""
        return #"<text x="\#(x)" y="\#(y)" text-anchor="\#(anchor)" fill="black"\#(weight)>\#(escaped)</text>"#
    }

    private static func number(_ value: Double) -> String {
        abs(value) >= 100 ? String(Int(value.rounded())) : String(format: "%.1f", value)
    }
}
