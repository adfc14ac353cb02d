import Foundation
public import Ledger
public import Terminations

/// Takes a file of messages from before Terminus through the judge, page by page.
///
/// Guarantees:
/// - Each page is one transaction with all of its outcomes and with the place in the file: killed at any moment, the import
///   goes on where it was.
/// - The messages are judged in the order of the file, each seeing what the ones before it left.
/// - Refused messages are dead letters or in the rejects file before their page counts as imported.
/// - Another process that records at the same time is waited for.
///
/// Blocks the calling thread, and belongs to it.
public struct Importing {
    public enum Ending: Sendable, Equatable {
        case finished
        /// A stop was asked for; the import can be gone on with.
        case stopped
    }

    /// Messages in one transaction at most: a tenth of a second, for which the worker waits.
    static let pageSize = 3000
    /// How long the ledger is let go of between two: whoever waits for it looks each millisecond.
    static let gap = Duration.milliseconds(2)

    private let recorder: Recorder
    private let limits: MessageLimits
    private let source: ImportSource
    private let stop: StopRequest

    public init(recorder: Recorder, limits: MessageLimits, source: ImportSource, stop: StopRequest = StopRequest()) {
        self.recorder = recorder
        self.limits = limits
        self.source = source
        self.stop = stop
    }

    /// - Parameters:
    ///   - rejects: a file for refused messages; nil for dead letters.
    ///   - onProgress: told after each page.
    /// - Throws: ``LedgerError`` or ``ImportFileError``.
    public func go(
        on begun: ImportRun,
        rejects: String? = nil,
        onProgress: (ImportRun) -> Void = { _ in }
    ) throws -> (ending: Ending, run: ImportRun, tally: ImportTally) {
        var run = begun
        var tally = ImportTally()
        try recorder.keepMorePages()
        let line = try source.line(at: run.position)
        let rejectsFile = try rejects.map { try RejectsFile($0, from: line) }
        defer { rejectsFile?.close() }
        let threads = max(ProcessInfo.processInfo.activeProcessorCount - 1, 1)
        let pages = DecodedPages(
            try source.rows(from: run.position, line: line),
            limits: limits,
            size: Self.pageSize,
            threads: threads
        )
        defer { pages.stop() }
        while !stop.isStopped {
            let page = try pages.take()
            guard !page.rows.isEmpty else {
                run = try record([], [], through: run.size, of: run, &tally, rejectsFile)
                onProgress(run)
                return (.finished, run, tally)
            }
            let end = page.rows.last?.end ?? run.position
            run = try record(page.rows, page.arrivals, through: end, of: run, &tally, rejectsFile)
            onProgress(run)
            stop.wait(for: Self.gap)
        }
        return (run.isFinished ? .finished : .stopped, run, tally)
    }

    /// Records rows in one transaction, or in several where one of them cannot be recorded: that one is set aside alone.
    private func record(
        _ rows: [ImportRow],
        _ arrivals: [Arrival],
        through end: Int64,
        of run: ImportRun,
        _ tally: inout ImportTally,
        _ rejects: RejectsFile?
    ) throws -> ImportRun {
        var failure: (any Error)?
        do throws(LedgerError) {
            let (next, outcomes) = try patiently { () throws(LedgerError) in
                try recorder.record(
                    ImportPage(arrivals, end: end),
                    of: run,
                    keepsRejected: rejects == nil,
                    at: .now
                ) { outcomes in
                    do { try rejects?.write(rows, outcomes) } catch {
                        failure = error
                        throw error
                    }
                }
            }
            tally.add(outcomes)
            return next
        } catch  where failure == nil && error.code == .constraint && rows.count > 1 {
            let middle = rows.count / 2
            let half = try record(
                Array(rows[..<middle]),
                Array(arrivals[..<middle]),
                through: rows[middle - 1].end,
                of: run,
                &tally,
                rejects
            )
            return try record(
                Array(rows[middle...]),
                Array(arrivals[middle...]),
                through: end,
                of: half,
                &tally,
                rejects
            )
        } catch  where failure == nil && error.code == .constraint && rows.count == 1 {
            let next = try patiently { () throws(LedgerError) in
                try recorder.park(arrivals[0], of: run, end: end, at: .now)
            }
            tally.add([.rejected([])])
            return next
        } catch {
            if failure != nil {
                throw ImportFileError("The rejects file cannot be written.", hint: "Make room for it, and go on.")
            }
            throw error
        }
    }
}
