import Foundation
import TestSupport
import Testing

@Suite struct `Too few file descriptors` {
    private func run(_ limit: String, _ arguments: String..., in folder: Folder) throws -> Answer {
        try Program.run(
            ["--nofile=\(limit)", Program.path] + arguments,
            of: "/usr/bin/prlimit",
            in: folder.path,
            environment: ["TERMINUS_AMQP_URL": `Exit codes`.nowhere]
        )
    }

    @Test func `are named as such, before anything else seems to be wrong`() throws {
        for command in ["run", "doctor"] {
            let answer = try run("24", command, in: Folder())
            #expect(answer.end == .exit(78))
            #expect(answer.errors.contains("This process may have only 24 files open"), "\(answer.errors)")
            #expect(answer.errors.contains("LimitNOFILE="))
        }
    }

    @Test func `are no matter where the process may have more`() throws {
        let answer = try run("24:1024", "doctor", in: Folder())
        #expect(answer.end == .exit(69), "\(answer.errors)")
        #expect(answer.output.contains("nothing accepts the connection"), "\(answer.output)")
    }

    @Test func `of a worker that runs are not taken for a broker that is away`() throws {
        let folder = try Folder()
        let worker = try Program.start(
            ["run"],
            in: folder.path,
            environment: ["TERMINUS_AMQP_URL": `Exit codes`.nowhere]
        )
        #expect(worker.waitForError("nothing accepts the connection"))
        let limit = ["--pid", "\(worker.pid)", "--nofile=4:1024"]
        #expect(try Program.run(limit, of: "/usr/bin/prlimit", in: folder.path).end == .exit(0))
        #expect(worker.waitForError("cannot be reached: this process has reached its limit of open files"))
        worker.send(SIGTERM)
        #expect(worker.end() == .exit(0), "\(worker.errorText)")
    }
}
