import Testing

@testable import Ledger

@Suite struct `A portion of long work` {
    @Test func `comes to what takes a twentieth of a second`() {
        var portion = AdaptiveBatchSize(most: 3000)
        for _ in 1...10 { portion.observe(portion.size, took: .microseconds(40 * portion.size)) }
        #expect((1249...1250).contains(portion.size))
    }

    @Test func `at most doubles, up to a limit`() {
        var portion = AdaptiveBatchSize(most: 3000)
        let first = portion.size
        portion.observe(first, took: .milliseconds(1))
        #expect(portion.size == first * 2)
        for _ in 1...10 { portion.observe(portion.size, took: .milliseconds(1)) }
        #expect(portion.size == 3000)
    }

    @Test func `falls at once, but not to nothing`() {
        var portion = AdaptiveBatchSize(most: 3000)
        portion.observe(200, took: .milliseconds(62) + .microseconds(500))
        #expect(portion.size == 160)
        portion.observe(160, took: .seconds(9))
        #expect(portion.size == AdaptiveBatchSize.least)
    }

    @Test func `learns nothing from a remainder`() {
        var portion = AdaptiveBatchSize(most: 3000)
        let before = portion
        portion.observe(3, took: .milliseconds(50))
        #expect(portion == before)
    }

    @Test(arguments: [1, 199]) func `begins with no more than its limit`(most: Int) {
        #expect(AdaptiveBatchSize(most: most).size == most)
    }
}
