import Foundation
import Ledger
import TestSupport
import Testing

@testable import Worker

@Suite struct `The watch over the ledger's files` {
    @Test func `ends the worker where they are gone`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "terminus-test.\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "ledger.sqlite").path
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        try FileManager.default.removeItem(atPath: path)
        let status = WorkerStatus()
        let error = await #expect(throws: LedgerError.self) {
            try await LedgerWatch(ledger: ledger, status: status, logger: LiveBroker.quiet).run()
        }
        #expect(error?.code == .replaced)
        #expect(status.snapshot.ledgerLoss?.code == .replaced)
    }

    /// Such as a reader that cannot be opened for want of files.
    @Test(arguments: [LedgerError.Code.inputOutput, .cannotOpen, .locked, .other])
    func `does not end it over a failure that another part can wait for`(code: LedgerError.Code) async throws {
        let status = WorkerStatus()
        let looks = Record<Int>()
        let watch = LedgerWatch(status: status, logger: LiveBroker.quiet) { () throws(LedgerError) in
            looks.add(1)
            throw LedgerError(code, "It passes.")
        }
        let running = Task { try await watch.run() }
        // It looks before it hears that it is to end.
        running.cancel()
        try await running.value
        #expect(!looks.all.isEmpty)
        #expect(status.snapshot.ledgerLoss == nil)
    }

    @Test func `ends the worker where another part has found the ledger damaged`() async throws {
        let status = WorkerStatus()
        status.report(ledgerLoss: LedgerError(.damaged, rawCode: 11, "A page is damaged."))
        let error = await #expect(throws: LedgerError.self) {
            try await LedgerWatch(status: status, logger: LiveBroker.quiet) { () throws(LedgerError) in }.run()
        }
        #expect(error?.code == .damaged)
    }
}
