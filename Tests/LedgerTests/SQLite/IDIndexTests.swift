import SplitMix
import Terminations
import Testing

@testable import Ledger

@Suite struct `Finding what is recorded under an id` {
    /// Small enough that a few dozen messages fill memory and are written several times.
    private func makeRecorder(_ ledger: Ledger) -> Recorder {
        Recorder(ledger: ledger, source: "urn:test", ids: IDIndex(threshold: 3, runLimit: 2, slice: 5))
    }

    @Test func `never misses one, however ids move from memory to disk`() throws {
        let fixture = try LedgerFixture()
        let recorder = makeRecorder(fixture.ledger)
        for number in 0..<200 {
            let fresh = ReceivedMessage.termination("t-\(number)")
            // One that may be in memory, being written, or written.
            let old = ReceivedMessage.termination("t-\(number * 7919 % (number + 1))")
            let outcomes = try recorder.record([fresh, old], at: LedgerFixture.now).map(\.name)
            #expect(outcomes == ["accepted", "duplicate"], "\(number)")
        }
        #expect(try fixture.count("terminations") == 200)
        #expect(try fixture.count("recorded_ids") > 400)
    }

    @Test func `never misses one that another process recorded`() throws {
        let fixture = try LedgerFixture()
        let other = try Ledger(path: fixture.path)
        defer { other.close() }
        let recorders = [makeRecorder(fixture.ledger), makeRecorder(other)]
        var generator = SplitMix64(seed: 42)
        var recorded: Set<Int> = []
        for _ in 0..<600 {
            let number = Int.random(in: 0..<300, using: &generator)
            let recorder = recorders[Int.random(in: 0..<2, using: &generator)]
            let outcome = try recorder.record([.termination("t-\(number)")], at: LedgerFixture.now)[0]
            #expect(outcome.name == (recorded.insert(number).inserted ? "accepted" : "duplicate"))
        }
        #expect(try fixture.count("terminations") == recorded.count)
    }

    @Test func `forgets what a rolled back transaction left in memory`() throws {
        let fixture = try LedgerFixture()
        let recorder = makeRecorder(fixture.ledger)
        let pages = try fixture.pageCount()
        try fixture.limitPages(pages + 2)
        let batch = (0..<100).map { ReceivedMessage.termination("t-\($0)") }
        #expect(throws: LedgerError.self) { try recorder.record(batch, at: LedgerFixture.now) }
        try fixture.limitPages(1_000_000)
        #expect(try recorder.record(batch, at: LedgerFixture.now).allSatisfy { $0.name == "accepted" })
        #expect(try recorder.record(batch, at: LedgerFixture.now).allSatisfy { $0.name == "duplicate" })
    }

    @Test func `goes on where a process ended in the middle of writing`() throws {
        let fixture = try LedgerFixture()
        for life in 0..<20 {
            // Each life begins with empty memory, whatever the one before had written of its slices.
            let recorder = makeRecorder(fixture.ledger)
            for number in 0..<5 {
                let outcome = try recorder.record([.termination("t-\(life)-\(number)")], at: LedgerFixture.now)[0]
                #expect(outcome.name == "accepted")
            }
        }
        let recorder = makeRecorder(fixture.ledger)
        for life in 0..<20 {
            let again = (0..<5).map { ReceivedMessage.termination("t-\(life)-\($0)") }
            #expect(try recorder.record(again, at: LedgerFixture.now).allSatisfy { $0.name == "duplicate" })
        }
    }

    @Test func `tells ids with one key apart`() throws {
        var ids = Memtable()
        let key = IDKey(.message, "a")
        ids.insert(key, row: 1)
        ids.insert(key, row: 2)
        ids.insert(key, row: 2)
        var (messages, terminations): ([Int64], [Int64]) = ([], [])
        ids.appendRows(of: key, to: &messages)
        ids.appendRows(of: IDKey(.termination, "a"), to: &terminations)
        #expect(messages.sorted() == [1, 2])
        #expect(terminations.isEmpty)
        #expect(ids.count == 2)
    }

    @Test func `finds in each of many runs what it has, and nothing else`() {
        var runs = IDRuns(capacity: 16_000)
        for run in 0..<16 {
            var ids = Memtable()
            for number in 0..<1000 { ids.insert(IDKey(.message, "\(run)-\(number)"), row: Int64(run * 1000 + number)) }
            runs.append(SortedRun(ids))
        }
        for run in 0..<16 {
            for number in 0..<1000 {
                var found: [Int64] = []
                runs.appendRows(of: IDKey(.message, "\(run)-\(number)"), to: &found)
                #expect(found == [Int64(run * 1000 + number)])
                runs.appendRows(of: IDKey(.message, "other-\(run)-\(number)"), to: &found)
                #expect(found.count == 1)
            }
        }
    }

    @Test(arguments: [
        (IDKey(.message, ""), 1345043401796196485), (IDKey(.message, "m-1"), 2604486156241209946),
        (IDKey(.contract, "m-1"), 9005569510104929816),
    ])
    func `has keys that no version may change`(key: IDKey, value: Int) {
        #expect(key.value == Int64(value))
    }
}
