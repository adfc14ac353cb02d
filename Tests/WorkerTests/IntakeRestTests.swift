import Testing

@testable import Worker

@Suite struct `The rest of the intake` {
    @Test(arguments: [1, 63]) func `follows a small batch, not a large one`(count: Int) {
        #expect(Intake.rests(afterBatchOf: count, prefetch: 1000))
        #expect(!Intake.rests(afterBatchOf: count + 63, prefetch: 1000))
    }

    @Test(arguments: [1, 2, 10] as [UInt16])
    func `does not follow a batch as large as the prefetch allows`(prefetch: UInt16) {
        #expect(!Intake.rests(afterBatchOf: Int(prefetch), prefetch: prefetch))
        #expect(Intake.rests(afterBatchOf: Int(prefetch) - 1, prefetch: prefetch))
    }
}
