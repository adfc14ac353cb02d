import SplitMix
import Terminations
import Testing

@testable import Ledger

/// Whatever the order in which the messages of a contract arrive, and however often, what is recorded in the end is what
/// happened.
@Suite(.everyEngine) struct `The order of arrival` {
    /// Histories as a CRM makes them, in permutations with duplicates, cut into batches at random. All come from the seed:
    /// a failure names the contract, which has the same messages in the next run.
    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func `does not matter`(seed: UInt64) throws {
        let fixture = try LedgerFixture()
        try fixture.commitWithoutDisk()
        var random = SplitMix64(seed: seed)
        for number in 0..<500 {
            let story = RandomHistory(contract: "c-\(seed)-\(number)", &random)
            let position = try fixture.ledger.lastEventPosition()
            try fixture.record(story.receivedMessages(&random), &random)
            try story.expectRecorded(in: fixture, after: position)
        }
        #expect(try fixture.count("dead_letters WHERE state IN ('open', 'held')") == 0)
        #expect(try fixture.ledger.verifyAudit().defect == nil)
    }

    /// The first permutations in order: all 120 of one termination's five messages.
    @Test func `does not matter in any permutation of a correction, another, and a withdrawal`() throws {
        let fixture = try LedgerFixture()
        try fixture.commitWithoutDisk()
        var random = SplitMix64(seed: 7)
        for (number, order) in permutations(of: Array(0..<5)).enumerated() {
            let contract = "c-\(number)"
            let steps: [RandomHistory.Step] = [
                .init(.terminate, "\(contract)-1", revision: 1, hour: 0, endDate: "2026-02-20"),
                .init(.correct, "\(contract)-1", revision: 2, hour: 1, endDate: "2026-05-31"),
                .init(.correct, "\(contract)-1", revision: 5, hour: 2, endDate: "2026-02-28"),
                .init(.withdraw, "\(contract)-1", revision: 6, hour: 3, endDate: nil),
                .init(.terminate, "\(contract)-2", revision: 1, hour: 4, endDate: "2026-02-25"),
            ]
            let story = RandomHistory(contract: contract, steps: steps)
            let position = try fixture.ledger.lastEventPosition()
            try fixture.record(order.map { steps[$0].received(contract) }, &random)
            try story.expectRecorded(in: fixture, after: position)
        }
    }

    private func permutations(of elements: [Int]) -> [[Int]] {
        guard elements.count > 1 else { return [elements] }
        return elements.flatMap { first in
            permutations(of: elements.filter { $0 != first }).map { [first] + $0 }
        }
    }
}

extension LedgerFixture {
    /// Thousands of commits that no test reads back after a crash.
    fileprivate func commitWithoutDisk() throws {
        try ledger.file.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
    }

    fileprivate func record(_ receivedMessages: [ReceivedMessage], _ random: inout SplitMix64) throws {
        var rest = receivedMessages[...]
        while !rest.isEmpty {
            let size = Int.random(in: 1...rest.count, using: &random)
            _ = try recorder.record(Array(rest.prefix(size)), at: Self.now)
            rest = rest.dropFirst(size)
        }
    }
}
