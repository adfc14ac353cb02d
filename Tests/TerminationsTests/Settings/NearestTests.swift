import Testing
import YAML

@testable import Terminations

@Suite struct `Finding the nearest names` {
    /// Optimal string alignment as textbooks have it.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var rows = [Array(0...right.count)]
        for (row, scalar) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let cost = scalar == other ? 0 : 1
                var best = min(rows[row][column + 1] + 1, current[column] + 1, rows[row][column] + cost)
                if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
                    best = min(best, rows[row - 1][column - 1] + 1)
                }
                current.append(best)
            }
            rows.append(current)
        }
        return rows[left.count][right.count]
    }

    /// All that are near, by comparing with each.
    private static func near(_ text: String, _ names: Set<String>) -> [String] {
        let scalars = Array(text.unicodeScalars.prefix(64))
        return
            names
            .map { name in
                let other = Array(name.unicodeScalars.prefix(64))
                return (
                    distance: distance(scalars, other), limit: max(1, max(scalars.count, other.count) / 3), name: name
                )
            }
            .filter { !scalars.isEmpty && $0.distance <= $0.limit }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .map(\.name)
    }

    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 31
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `has the same results as comparing with every name`(seed: UInt64) {
        var generator = Generator(state: seed)
        let letters = Array(seed % 2 == 0 ? "ab-é" : "abcdefghijklmnopqrstuvwxyzé語-0123456789")
        func word() -> String {
            let length = Int.random(in: 1...(seed % 5 == 0 ? 70 : 12), using: &generator)
            return String((0..<length).map { _ in letters.randomElement(using: &generator) ?? "a" })
        }
        let names = Set((0..<200).map { _ in word() })
        let nearest = Nearest(Dictionary(uniqueKeysWithValues: names.map { ($0, $0) }))
        for text in (0..<20).map({ _ in word() }) + names.prefix(10) + [""] {
            let expected = Self.near(text, names)
            #expect(nearest.meanings(near: text, atMost: .max) == expected, "\(text)")
            #expect(nearest.meanings(near: text, atMost: 3) == Array(expected.prefix(3)), "\(text)")
            #expect(Nearest.of(names, to: text) == expected)
        }
    }

    @Test func `returns a meaning once where several names have it`() {
        let nearest = Nearest(["price": "P", "prices": "P", "prize": "Q", "Te duur": "P"])
        #expect(nearest.meanings(near: "prise", atMost: 3) == ["P", "Q"])
        #expect(nearest.meanings(near: "te  duur", atMost: 3) == ["P"])
    }

    /// An unknown code is judged in the write lock's transaction.
    @Test func `takes at most twice as long with a thousand reasons as with ten`() throws {
        func settings(_ count: Int) throws -> SettingsVersion {
            let words = [
                "price", "moved", "service", "quality", "duplicate", "fraud", "bankrupt", "merger", "delay", "other",
            ]
            let reasons = (0..<count).map { number in
                "  - {code: \(words[number % 10])-\(number), labels: {nl: \"Reden \(number)\", en: \"Reason \(number)\"}}"
            }
            let text = "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n" + reasons.joined(separator: "\n")
            return SettingsVersion(number: 1, settings: try Settings.parse(yamlOrJSON: text).settings)
        }
        let few = Judge(settings: try settings(10))
        let many = Judge(settings: try settings(1000))
        let readings = (0..<50).map { Sample.parsed(["reasonCode": "\"te-dure-\($0 % 10)\""]) }
        func cost(_ judge: Judge) -> Duration {
            let clock = ContinuousClock()
            return (0..<10).map { _ in
                clock.measure { for reading in readings { _ = judge.judge(reading, history: .none) } }
            }.min() ?? .zero
        }
        #expect(many.judge(readings[0], history: .none).violations.map(\.code) == [.unknownReason])
        let (first, second) = (cost(few), cost(many))
        #expect(second <= first * 2, "\(second) against \(first)")
    }
}
