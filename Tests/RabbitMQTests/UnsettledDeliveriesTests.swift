import Testing

@testable import RabbitMQ

@Suite struct `Unsettled deliveries` {
    private func delivered(_ last: UInt64) -> UnsettledDeliveries {
        var unsettled = UnsettledDeliveries()
        for tag in 1...last { unsettled.delivered(tag) }
        return unsettled
    }

    @Test func `are acknowledged once`() {
        var unsettled = delivered(5)
        #expect(unsettled.count == 5)
        #expect(unsettled.settle(through: 3) == 3)
        #expect(unsettled.settle(through: 3) == nil)
        #expect(unsettled.settle(through: 2) == nil)
        #expect(unsettled.count == 2)
        #expect(unsettled.settle(through: 9) == 5)
        #expect(unsettled.count == 0)
    }

    @Test func `are not acknowledged by a tag that was settled by itself`() {
        var unsettled = delivered(5)
        let first = unsettled.settle(5)
        let second = unsettled.settle(4)
        let again = unsettled.settle(4)
        #expect([first, second, again] == [true, true, false])
        #expect(unsettled.count == 3)
        #expect(unsettled.settle(through: 5) == 3)
        #expect(unsettled.count == 0)
        #expect(unsettled.settle(through: 5) == nil)
    }

    @Test func `are none when all were settled by themselves`() {
        var unsettled = delivered(2)
        _ = unsettled.settle(1)
        _ = unsettled.settle(2)
        #expect(unsettled.settle(through: 2) == nil)
        let unknown = unsettled.settle(3)
        #expect(!unknown)
    }

    @Test func `do not trap on the largest tag`() {
        var unsettled = UnsettledDeliveries()
        unsettled.delivered(.max)
        #expect(unsettled.count == .max)
        #expect(unsettled.settle(through: .max) == .max)
    }
}
