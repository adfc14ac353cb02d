import Foundation
import RabbitMQ
import Terminations
import TestSupport
import Testing

/// What ops do with dead letters, with the built program, a broker and a running worker.
@Suite(.serialized) struct `Working off dead letters` {
    @Test func `finds both causes of 350, and resolves each once`() throws {
        try TestEnvironment.with("journey", settings: DeadLetterSample.settings()) { environment in
            let shell = DeadLetterShell(environment)
            let billing = try environment.subscriber(binding: "contract.terminated.v1")
            let crm = try environment.subscriber("crm", binding: "contract.termination.rejected.v1")
            let worker = try environment.startWorker()

            try environment.publish(DeadLetterSample.messages(1000))
            var events = billing.take(650)
            #expect(events.count == 650)
            #expect(crm.take(350).count == 350)

            // Find the causes.
            let groups = try shell.deadLetters("groups", "--format", "json").objects()
            #expect(groups.map { $0[number: "count"] } == [300, 50])
            let (unknown, noNote) = (try #require(groups.first), try #require(groups.last))
            #expect(unknown[text: "cause"]?.contains("unknown-reason at /reasonCode") == true)
            #expect(noNote[text: "cause"]?.contains("note-required at /note") == true)
            for group in groups {
                #expect(group["firstSeen"] != nil && group["lastSeen"] != nil)
                let sample = try #require(group[text: "sampleId"])
                #expect(try shell.deadLetters("show", sample).end == .exit(0))
            }

            // Mend the settings: the CRM's code is another name for one of ours.
            let settings = try environment.file("settings.yaml", DeadLetterSample.settings(aliases: "[te-duur]").utf8)
            #expect(try environment.run("settings", "apply", settings, "--create").end == .exit(0))

            // Dry run, then replay.
            let tooExpensive = ["--fingerprint", try #require(unknown[text: "fingerprint"])]
            let forecast = try #require(
                try shell.deadLetters(["replay"] + tooExpensive + ["--dry-run", "--format", "json"]).objects().first
            )
            #expect(forecast[number: "total"] == 300 && forecast[number: "resolved"] == 300)
            #expect(forecast["eventCounts"]?.object?[number: "contract.terminated.v1"] == 300)
            #expect(try shell.deadLetters("list", "--state", "open", "--count").output == "350\n")

            let replay = try shell.deadLetters(
                ["replay"] + tooExpensive + ["--reason", "alias added", "--yes", "--format", "json"]
            )
            #expect(replay.end == .exit(0))
            #expect(try replay.objects().first?[number: "resolved"] == 300)

            // Mend the messages that lack a note.
            let mend = try shell.deadLetters([
                "mend", "--fingerprint", try #require(noNote[text: "fingerprint"]), "--set",
                "/note=Asked the customer: see the ticket", "--reason", "the form let them pass", "--yes", "--replay",
                "--format", "json",
            ])
            #expect(mend.end == .exit(0))
            #expect(try mend.objects().first?[number: "mended"] == 50)
            #expect(try mend.objects().last?[number: "resolved"] == 50)

            // Verify.
            #expect(try shell.deadLetters("list", "--state", "open", "--count").output == "0\n")
            #expect(try shell.deadLetters("list", "--state", "open", "--format", "json").output.isEmpty)
            events += billing.take(350)
            #expect(events.count == 1000)
            #expect(Set(events.compactMap { $0.properties.messageID }).count == 1000)
            let causes = Set(events.compactMap { $0["causationid"]?.string })
            #expect(causes == Set((1...1000).map { "m-t-\($0)" }))
            let audit = try shell.deadLetters("audit", "verify", "--format", "json")
            #expect(audit.end == .exit(0))
            #expect(try audit.objects().first?[number: "verified"] == 400)

            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(try billing.rest().isEmpty)
        }
    }

    @Test func `goes on after kill -9, and doubles nothing`() throws {
        try TestEnvironment.with("killed", settings: DeadLetterSample.settings()) { environment in
            let shell = DeadLetterShell(environment)
            let billing = try environment.subscriber(binding: "contract.terminated.v1")
            try DeadLetterSample.refuse(
                (1...1000).map { Sample.message("t-\($0)", reason: "te-duur") },
                in: environment.ledger
            )
            try DeadLetterSample.addAlias(in: environment.ledger)
            let worker = try environment.startWorker()

            let replay = try environment.start("dead-letters", "replay", "--all", "--rate", "100", "--yes")
            var events = billing.takeDistinct(100)
            replay.send(SIGKILL)
            #expect(replay.end() == .signal(SIGKILL))
            let left = try #require(Int(try count(shell)))
            #expect((1...900).contains(left))

            let resumed = try shell.deadLetters("replay", "--resume", "1", "--yes", "--format", "json")
            #expect(resumed.end == .exit(0))
            #expect(try resumed.objects().first?[number: "resolved"] == Int64(left))
            #expect(try resumed.objects().first?[number: "takenBefore"] == Int64(1000 - left))
            #expect(try count(shell) == "0")
            events += billing.takeDistinct(1000 - Set(events.map { $0.properties.messageID }).count)
            #expect(Set(events.compactMap { $0.properties.messageID }).count == 1000)
            #expect(Set(events.compactMap { $0["causationid"]?.string }).count == 1000)

            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(try billing.rest().isEmpty)
            #expect(try shell.deadLetters("audit", "verify").end == .exit(0))
        }
    }

    private func count(_ shell: DeadLetterShell) throws -> String {
        try shell.deadLetters("list", "--state", "open", "--count").output.trimmingCharacters(
            in: .whitespacesAndNewlines
        )
    }
}
