import Foundation
import Ledger
import Terminations
import TestSupport
import Testing

@Suite struct `Importing beside a running worker` {
    /// One in twenty may be late, but not by much: the machine that runs this runs other tests, too.
    @Test func `holds up neither, and no live event for a second`() throws {
        try Scene.with("beside") { scene in
            let billing = try scene.subscriber()
            let worker = try scene.startWorker()
            let lines = (1...40_000).map {
                String(decoding: Sample.message("h-\($0)", endDate: "2026-02-28"), as: UTF8.self)
            }
            let file = try scene.file("history.ndjson", lines.joined(separator: "\n").utf8)
            let process = try scene.start("import", file, "--format", "json")
            var slowest = Duration.zero
            var late = 0
            var live = 0
            while process.end(timeout: .zero) == nil {
                live += 1
                let sent = ContinuousClock.now
                try scene.publish(Sample.message("live-\(live)"))
                #expect(billing.take(1).first?["data", "terminationId"]?.string == "live-\(live)")
                let taken = ContinuousClock.now - sent
                slowest = max(slowest, taken)
                if taken > .seconds(1) { late += 1 }
            }
            #expect(process.end() == .exit(0), "\(process.errorText)")
            #expect(live > 20)
            #expect(late * 20 < live && slowest < .seconds(3), "\(late) of \(live), \(slowest)")
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(try scene.ledger.facts().terminations == 40_000 + live)
            #expect(try scene.ledger.lastEventPosition() == Int64(live))
            #expect(try billing.rest().isEmpty)
            #expect(try scene.ledger.check() == [])
        }
    }
}
