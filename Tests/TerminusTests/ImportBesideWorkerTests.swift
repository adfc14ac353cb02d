import Foundation
import Ledger
import Terminations
import TestSupport
import Testing

@Suite struct `Importing beside a running worker` {
    @Test func `holds up neither, and no live event for a second`() throws {
        try TestEnvironment.with("beside") { environment in
            let billing = try environment.subscriber()
            let worker = try environment.startWorker()
            let lines = (1...40_000).map {
                String(decoding: Sample.message("h-\($0)", endDate: "2026-02-28"), as: UTF8.self)
            }
            let file = try environment.file("history.ndjson", lines.joined(separator: "\n").utf8)
            let process = try environment.start("import", file, "--format", "json")
            var slowest = Duration.zero
            var live = 0
            while process.end(timeout: .zero) == nil, live < 500 {
                live += 1
                let sent = ContinuousClock.now
                try environment.publish(Sample.message("live-\(live)"))
                #expect(billing.take(1).first?["data", "terminationId"]?.string == "live-\(live)")
                slowest = max(slowest, .now - sent)
            }
            #expect(process.end() == .exit(0), "\(process.errorText)")
            #expect(live > 1)
            #expect(slowest < .seconds(1), "\(slowest)")
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(try environment.ledger.facts().terminations == 40_000 + live)
            #expect(try environment.ledger.lastEventPosition() == Int64(live))
            #expect(try billing.rest().isEmpty)
            #expect(try environment.ledger.check() == [])
        }
    }
}
