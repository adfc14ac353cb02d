import Foundation
import Ledger
import Terminations

/// Reads and decodes pages of a file ahead of who records them, on threads of its own, and hands them out in order.
///
/// A few pages are ahead at most. A thread that fails hands out its error in its page's place.
final class DecodedPages: @unchecked Sendable {
    struct Page {
        let rows: [ImportRow]
        let receivedMessages: [ReceivedMessage]

        /// Up to where the file is read with it, in bytes.
        var end: Int64? { rows.last?.end }

        subscript(part: some RangeExpression<Int>) -> Page {
            Page(rows: Array(rows[part]), receivedMessages: Array(receivedMessages[part]))
        }
    }

    private let condition = NSCondition()
    private let limits: MessageLimits
    private let size: Int
    private let ahead: Int
    // Guarded by the condition:
    private var rows: any ImportRows
    private var nextRead = 0
    private var nextTaken = 0
    private var pages: [Int: Result<Page, any Error>] = [:]
    private var isStopped = false
    private var isReading = false

    init(_ rows: any ImportRows, limits: MessageLimits, size: Int, threads: Int) {
        self.rows = rows
        self.limits = limits
        self.size = size
        ahead = threads + 1
        for number in 1...threads {
            let thread = Thread { [self] in work() }
            thread.name = "decode \(number)"
            thread.start()
        }
    }

    /// The next page; empty at the end. Blocks the thread until it is there.
    func take() throws -> Page {
        condition.lock()
        defer { condition.unlock() }
        while pages[nextTaken] == nil { condition.wait() }
        let page = pages.removeValue(forKey: nextTaken)
        nextTaken += 1
        condition.broadcast()
        guard let page else { return Page(rows: [], receivedMessages: []) }
        return try page.get()
    }

    /// Lets the threads end.
    func stop() {
        condition.lock()
        isStopped = true
        condition.broadcast()
        condition.unlock()
    }

    private func work() {
        while let (number, read) = nextPage() {
            let page = read.map { rows in Page(rows: rows, receivedMessages: rows.map { $0.received(limits) }) }
            condition.lock()
            pages[number] = page
            condition.broadcast()
            condition.unlock()
        }
    }

    /// Reading is done by one thread at a time, in order; decoding by all.
    private func nextPage() -> (number: Int, rows: Result<[ImportRow], any Error>)? {
        condition.lock()
        defer { condition.unlock() }
        while !isStopped, isReading || nextRead - nextTaken >= ahead { condition.wait() }
        guard !isStopped else { return nil }
        let number = nextRead
        nextRead += 1
        isReading = true
        condition.unlock()
        let read = Result { try rows.next(size) }
        condition.lock()
        isReading = false
        if case .success(let rows) = read, !rows.isEmpty {} else { isStopped = true }
        condition.broadcast()
        return (number, read)
    }
}
