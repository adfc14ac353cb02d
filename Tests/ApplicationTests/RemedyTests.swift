import Testing

@testable import Application

@Suite struct `A remedy` {
    @Test func `names what it is about`() {
        #expect(Remedy.restoreReason(code: "price") != .restoreReason(code: "moved"))
    }
}
