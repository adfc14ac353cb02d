import Foundation
import Ledger
import Terminations
import Threads
import Worker

/// Takes a file of messages from before Terminus through the judge, a part of a page at a time.
///
/// Guarantees:
/// - Each part is one transaction with all of its outcomes and with the place in the file: killed at any moment, the import
///   continues where it was.
/// - The messages are judged in the order of the file, each seeing what the ones before it left.
/// - Refused messages are dead letters or in the rejects file before their part counts as imported.
/// - Another process that records at the same time is waited for, and gets its turn after each part.
///
/// Blocks the calling thread, and belongs to it.
struct ImportJob {
    /// Messages in one transaction at most: more gain nothing.
    static let largestPart = 3000

    private let recorder: Recorder
    private let limits: MessageLimits
    private let source: ImportSource
    private let stop: StopRequest

    init(recorder: Recorder, limits: MessageLimits, source: ImportSource, stop: StopRequest = StopRequest()) {
        self.recorder = recorder
        self.limits = limits
        self.source = source
        self.stop = stop
    }

    /// - Parameters:
    ///   - rejects: a file for refused messages; nil for dead letters.
    ///   - onProgress: called after each transaction.
    /// - Returns: the run as the ledger has it; it is not finished where a stop was requested.
    /// - Throws: ``LedgerError`` or ``ImportFileError``.
    func run(
        _ begun: ImportRun,
        rejects: String?,
        onProgress: (ImportRun) -> Void
    ) throws -> (run: ImportRun, tally: ImportTally) {
        var run = begun
        var tally = ImportTally()
        var portion = AdaptiveBatchSize(most: Self.largestPart)
        try recorder.keepMorePages()
        let line = try source.line(at: run.position)
        let rejectsFile = try rejects.map { try RejectsFile($0, from: line) }
        let threads = max(ProcessInfo.processInfo.activeProcessorCount - 1, 1)
        let pages = DecodedPages(
            try source.rows(from: run.position, line: line),
            limits: limits,
            size: Self.largestPart,
            threads: threads
        )
        defer { pages.stop() }
        while !stop.isStopped {
            let page = try pages.take()
            guard !page.rows.isEmpty else {
                run = try record(page, through: run.size, of: run, &tally, rejectsFile)
                onProgress(run)
                return (run, tally)
            }
            var done = 0
            while done < page.rows.count, !stop.isStopped {
                let part = page[done..<min(done + portion.size, page.rows.count)]
                run = try record(part, through: part.end ?? run.position, of: run, &tally, rejectsFile)
                portion.observe(part.rows.count, took: recorder.times.held)
                done += part.rows.count
                onProgress(run)
            }
        }
        return (run, tally)
    }

    /// Packs what reports count of what was imported, as far as no stop is requested.
    func packReportFacts() throws(LedgerError) {
        var portion = AdaptiveBatchSize(most: Recorder.mostFactsPacked)
        while !stop.isStopped {
            let packed = try yieldingWriteLock { () throws(LedgerError) in
                try recorder.packReportFacts(limit: portion.size)
            }
            guard packed > 0 else { return }
            portion.observe(packed, took: recorder.times.held)
        }
    }

    /// Records rows in one transaction, or in several where one of them cannot be recorded: that one is set aside alone.
    private func record(
        _ page: DecodedPages.Page,
        through end: Int64,
        of run: ImportRun,
        _ tally: inout ImportTally,
        _ rejects: RejectsFile?
    ) throws -> ImportRun {
        var failure: (any Error)?
        do throws(LedgerError) {
            let (next, outcomes) = try yieldingWriteLock { () throws(LedgerError) in
                try recorder.record(
                    ImportPage(page.receivedMessages, end: end),
                    of: run,
                    keepsRejected: rejects == nil,
                    at: .now
                ) { outcomes in
                    do { try rejects?.write(page.rows, outcomes) } catch {
                        failure = error
                        throw error
                    }
                }
            }
            tally.add(page.rows, outcomes)
            return next
        } catch  where failure == nil && error.code == .constraint && page.rows.count > 1 {
            let middle = page.rows.count / 2
            let first = page[..<middle]
            let half = try record(first, through: first.end ?? run.position, of: run, &tally, rejects)
            return try record(page[middle...], through: end, of: half, &tally, rejects)
        } catch  where failure == nil && error.code == .constraint && page.rows.count == 1 {
            let next = try yieldingWriteLock { () throws(LedgerError) in
                try recorder.park(page.receivedMessages[0], of: run, end: end, at: .now)
            }
            tally.add(page.rows, [.rejected([])])
            return next
        } catch {
            if let failure { throw failure }
            throw error
        }
    }
}
