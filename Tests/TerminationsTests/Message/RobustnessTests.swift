import SplitMix
import Terminations
import Testing

@Suite struct `Any input` {
    private let judge = Judge(settings: Sample.settings("reasonRequired: true"))

    private func judge(_ body: [UInt8]) {
        let parsed = ParsedMessage(IncomingMessage(body: body))
        #expect((parsed.message == nil) == !parsed.formViolations.isEmpty)
        let verdict = judge.judge(parsed, history: .none)
        #expect(verdict.termination != nil || !verdict.violations.isEmpty)
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `of random bytes has a verdict`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<500 {
            judge((0..<Int.random(in: 0...64, using: &generator)).map { _ in .random(in: 0...255, using: &generator) })
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `of a message with a few changed bytes has a verdict`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let signs = Array("\"\\{}[]:,0129-.eEutfn \u{1F}".utf8)
        for _ in 0..<500 {
            var body = Array(Sample.body.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: body.indices, using: &generator)
                switch UInt8.random(in: 0...3, using: &generator) {
                case 0: body[index] = .random(in: 0...255, using: &generator)
                case 1: body[index] = signs.randomElement(using: &generator)!
                case 2: body.remove(at: index)
                default: body.insert(signs.randomElement(using: &generator)!, at: index)
                }
            }
            judge(body)
        }
    }

    @Test func `of a message cut off anywhere has a verdict`() {
        let body = Array(Sample.body.utf8)
        for count in body.indices { judge(Array(body[..<count])) }
    }

    /// The bytes are those at which the rules of UTF-8 change.
    @Test(arguments: 0..<8 as Range<UInt64>)
    func `is UTF-8 exactly where the standard library says so`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let edges: [UInt8] = [
            0x20, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF,
            0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                edges.randomElement(using: &generator)!
            }
            let parsed = ParsedMessage(IncomingMessage(body: text))
            let isUTF8 = String(validating: text, as: UTF8.self) != nil
            #expect((parsed.lines == ["invalid-utf8 "]) == !isUTF8)
        }
    }
}
