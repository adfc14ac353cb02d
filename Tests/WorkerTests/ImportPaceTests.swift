import Testing

@testable import Worker

@Suite struct `The pace of an import` {
    @Test func `comes to what takes a twentieth of a second`() {
        var pace = ImportPace()
        for _ in 1...10 { pace.learn(pace.messages, took: .microseconds(40 * pace.messages)) }
        #expect((1249...1250).contains(pace.messages))
    }

    @Test func `at most doubles, up to a page`() {
        var pace = ImportPace()
        let first = pace.messages
        pace.learn(first, took: .milliseconds(1))
        #expect(pace.messages == first * 2)
        for _ in 1...10 { pace.learn(pace.messages, took: .milliseconds(1)) }
        #expect(pace.messages == ImportPace.most)
    }

    @Test func `falls at once, but not to nothing`() {
        var pace = ImportPace()
        pace.learn(1000, took: .milliseconds(200))
        #expect(pace.messages == 250)
        pace.learn(250, took: .seconds(9))
        #expect(pace.messages == ImportPace.fewest)
    }

    @Test func `learns nothing from a rest of a page`() {
        var pace = ImportPace()
        let before = pace
        pace.learn(3, took: .milliseconds(50))
        #expect(pace == before)
    }
}
