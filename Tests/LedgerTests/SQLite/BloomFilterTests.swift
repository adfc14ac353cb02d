import GRDB
import Terminations
import Testing

@testable import Ledger

@Suite struct `The filter of recorded ids` {
    private func keys(_ range: Range<Int>) -> [IDKey] { range.map { IDKey(.message, "m-\($0)") } }

    @Test func `has every key that was put in, and few others`() {
        var filter = BloomFilter()
        // Five bits for each.
        let size = 128
        for part in filter.parts.indices { filter.parts[part] = [UInt8](repeating: 0, count: size) }
        for key in keys(0..<200_000) {
            BloomFilter.insert(key.value, into: &filter.parts[BloomFilter.part(of: key.value)])
        }
        #expect(keys(0..<200_000).allSatisfy { filter.mayHave($0.value) })
        let wrong = keys(200_000..<220_000).count(where: { filter.mayHave($0.value) })
        #expect((1...4000).contains(wrong), "of 20,000: three to fifteen in a hundred, and some for chance")
    }

    @Test func `has no key as long as nothing was recorded`() {
        #expect(!keys(0..<1000).contains { BloomFilter().mayHave($0.value) })
    }

    @Test func `is divided in the order of the keys, without gaps`() {
        var next = Int64.min
        for part in 0..<BloomFilter.partCount {
            let keys = BloomFilter.keys(ofPart: part)
            #expect(keys.lowerBound == next)
            #expect(BloomFilter.part(of: keys.lowerBound) == part && BloomFilter.part(of: keys.upperBound) == part)
            next = keys.upperBound &+ 1
        }
        #expect(next == Int64.min, "the last part ends with the greatest key")
    }

    @Test func `has four to eight bits for each key of a large ledger, and never less than four megabytes`() {
        for count in [0, 200_000, 8_388_608] as [Int64] { #expect(BloomFilter.partSize(keys: count) == 4096) }
        for count in [8_388_609, 30_000_000] as [Int64] {
            let bits = Int64(BloomFilter.partSize(keys: count) * 8 * BloomFilter.partCount)
            #expect(bits >= 4 * count && bits < 8 * count)
        }
    }

    @Test func `is not believed after a version that does not know it wrote ids, and is made anew`() throws {
        let fixture = try LedgerFixture()
        let old = (0..<40).map { ReceivedMessage.termination("old-\($0)") }
        // It keeps all in memory: what it wrote, nobody has written.
        _ = try fixture.recorder.record(old, at: LedgerFixture.now)
        try fixture.ledger.file.pool.write { database in
            let insert = try database.cachedStatement(sql: "INSERT INTO recorded_ids VALUES (?, ?)")
            for number in 0..<40 {
                for key in [IDKey(.message, "m-old-\(number)"), IDKey(.termination, "old-\(number)")] {
                    try insert.execute(arguments: [key.value, number + 1])
                }
                try insert.execute(arguments: [IDKey(.contract, "c-old-\(number)").value, number + 1])
            }
            try database.execute(sql: "UPDATE recorded_ids_progress SET revision = 40, termination = 40")
        }
        let ids = IDIndex(threshold: 2, runLimit: 2, slice: 5)
        let recorder = Recorder(ledger: fixture.ledger, source: "urn:test", ids: ids)
        for number in 0..<30 {
            let batch = [ReceivedMessage.termination("new-\(number)"), ReceivedMessage.termination("old-\(number)")]
            #expect(try recorder.record(batch, at: LedgerFixture.now).map(\.name) == ["accepted", "duplicate"])
        }
        #expect(try fixture.hasFilter())
        #expect(try recorder.record(old, at: LedgerFixture.now).allSatisfy { $0.name == "duplicate" })
        #expect(try fixture.ledger.check(.recordedIDs) == nil)
    }

    @Test func `grows with the ledger, and keeps what it had`() throws {
        let fixture = try LedgerFixture()
        var left = keys(0..<5000)
        var filter: BloomFilter? = BloomFilter()
        // As if the ledger had so many keys.
        for (count, size) in [(0, 4096), (9_000_000, 8192), (30_000_000, 16_384)] {
            let position = IDIndex.Position(revision: Int64(count), termination: 0)
            try fixture.ledger.file.pool.write { database in
                let statements = try IDIndexStatements(database)
                var merge = merge(of: Array(left.suffix(1500)), upTo: position)
                while try !merge.writeSlice(limit: 100, statements, into: &filter) {}
                try statements.setProgress(position)
            }
            let parts = try #require(filter).parts
            #expect(parts.contains { $0.count == size })
            let stored = try fixture.ledger.file.pool.read { try IDIndexStatements($0).filter(asOf: position) }
            #expect(stored?.parts == parts)
            left.removeLast(1500)
        }
        #expect(keys(500..<5000).allSatisfy { filter?.mayHave($0.value) == true })
    }

    @Test func `keeps what another process has written meanwhile`() throws {
        let fixture = try LedgerFixture()
        // One begins with half of the ids, another with all of them, and each knows the filter as it was then.
        var slow = merge(of: keys(0..<2000))
        var fast = merge(of: keys(0..<4000))
        try fixture.ledger.file.pool.write { database in
            let statements = try IDIndexStatements(database)
            var filter: BloomFilter? = BloomFilter()
            var before = merge(of: keys(4000..<9000))
            _ = try before.writeSlice(limit: .max, statements, into: &filter)
            var (slowFilter, fastFilter) = (filter, filter)
            while try !fast.writeSlice(limit: 300, statements, into: &fastFilter) {
                _ = try slow.writeSlice(limit: 100, statements, into: &slowFilter)
            }
            while try !slow.writeSlice(limit: 100, statements, into: &slowFilter) {}
            try statements.setProgress(fast.position)
            let stored = try #require(try statements.filter(asOf: fast.position))
            #expect(keys(0..<4000).allSatisfy { stored.mayHave($0.value) })
        }
    }

    private func merge(of keys: [IDKey], upTo position: IDIndex.Position? = nil) -> Compaction {
        var recent = Memtable()
        for (row, key) in zip(Int64(1)..., keys) { recent.insert(key, row: row) }
        let end = position ?? IDIndex.Position(revision: Int64(keys.count), termination: 0)
        var runs = IDRuns(capacity: keys.count)
        runs.append(SortedRun(recent))
        return Compaction(runs, upTo: end, makesFilter: false)
    }
}

extension LedgerFixture {
    /// Whether the filter has all ids up to the progress.
    fileprivate func hasFilter() throws -> Bool {
        try ledger.file.pool.read { database in
            let statements = try IDIndexStatements(database)
            return try statements.filter(asOf: statements.progress()) != nil
        }
    }
}
