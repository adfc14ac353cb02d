import Foundation

/// A RabbitMQ node of `scripts/broker` that can be stopped, killed and started.
struct TestedBroker {
    /// `scripts/broker`.
    let script: String
    let directory: String
    let port: Int
    let environment: [String: String]

    init(script: String, directory: String, port: Int, further: [String: String] = [:]) {
        self.script = script
        self.directory = directory
        self.port = port
        environment = further.merging(
            ["TERMINUS_BROKER_DIR": directory, "TERMINUS_BROKER_PORT": "\(port)"]
        ) { _, new in new }
    }

    func start() throws { try run("start") }
    func stop() throws { try run("stop") }

    func kill() throws {
        guard let text = try? String(contentsOfFile: directory + "/node.pid", encoding: .utf8),
            let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { throw BenchmarkError("The broker in \(directory) has no process.") }
        Glibc.kill(pid, SIGKILL)
        // Also ends its port mapper.
        try stop()
    }

    func control(_ arguments: String...) throws { try run("ctl", arguments) }

    /// Runs `rabbitmqctl`, and returns its output.
    func ask(_ arguments: String...) throws -> String {
        let file = directory + "/answer.txt"
        let words = ([script, "ctl"] + arguments).joined(separator: " ")
        let process = try SystemUnderTest(
            ["/bin/sh", "-c", "\(words) >'\(file)'"],
            environment: environment,
            log: directory + "/script.txt"
        )
        guard process.wait().exitCode == 0 else { throw BenchmarkError("Command failed: \(words)") }
        return try String(contentsOfFile: file, encoding: .utf8)
    }

    private func run(_ verb: String, _ arguments: [String] = []) throws {
        let process = try SystemUnderTest(
            [script, verb] + arguments,
            environment: environment,
            log: directory + "/script.txt"
        )
        guard process.wait().exitCode == 0 else {
            throw BenchmarkError(
                "Command failed: \(script) \(verb) \(arguments.joined(separator: " ")); see \(directory)"
            )
        }
    }
}
