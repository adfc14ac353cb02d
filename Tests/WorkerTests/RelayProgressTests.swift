import SplitMix
import Testing

@testable import Worker

@Suite struct `The relay's progress` {
    @Test(arguments: [
        ([1, 2, 3], [1, 2, 3]), ([2, 3, 1], [0, 0, 3]), ([3, 1, 2], [0, 1, 3]), ([1, 3, 2], [1, 1, 3]),
    ])
    func `moves only over events that are done`(settled: [Int64], positions: [Int64]) {
        var progress = RelayProgress(position: 0)
        for sequence in 1...3 as ClosedRange<Int64> { progress.publish(sequence) }
        let seen = settled.map { sequence in
            progress.settle(sequence)
            return progress.position
        }
        #expect(seen == positions)
        #expect(progress.isSettled)
    }

    @Test func `begins where the cursor is`() {
        var progress = RelayProgress(position: 41)
        #expect(progress.isSettled)
        #expect(progress.published == 41)
        progress.publish(42)
        #expect(!progress.isSettled)
        progress.settle(42)
        #expect(progress.position == 42)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `is never beyond an event without an outcome, whatever the order`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var progress = RelayProgress(position: 0)
        var pending: [Int64] = []
        for sequence in 1...200 as ClosedRange<Int64> {
            progress.publish(sequence)
            pending.append(sequence)
        }
        pending.shuffle(using: &generator)
        while let sequence = pending.popLast() {
            progress.settle(sequence)
            #expect(progress.position == (pending.min() ?? 201) - 1)
        }
        #expect(progress.isSettled)
    }
}
