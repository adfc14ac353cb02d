import ArgumentParser
import Foundation
import RabbitMQ

/// The pass-through and Terminus in turn, on the same messages and the same kind of queues.
struct ThroughputCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "throughput",
        abstract: "Compare Terminus with the raw pass-through, alternating."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var subject: SubjectOptions
    @Option(help: "Messages in each round.")
    var messages = 100_000
    @Option(help: "Rounds of each.")
    var rounds = 3

    struct Round {
        var rate: Double
        /// Microseconds of processor time a message.
        var cpu: Double
        var peakMemory: Int
    }

    func run() throws {
        let scene = try Scene(broker)
        let info = try Broker.check(scene.connection)
        print("\(info.product) \(info.version), \(messages) messages a round, \(rounds) rounds of each, alternating")
        var passThrough: [Round] = []
        var terminus: [Round] = []
        var bodySize = 1100
        for number in 1...rounds {
            let round = try measureTerminus(scene)
            bodySize = try scene.sampleTermination().body.count
            terminus.append(round)
            report("terminus", number, round)
            let raw = try measurePassThrough(scene, bodySize: bodySize)
            passThrough.append(raw)
            report("pass-through", number, raw)
        }
        try scene.strike()
        summarize(terminus, passThrough, bodySize: bodySize)
    }

    private func measureTerminus(_ scene: Scene) throws -> Round {
        try scene.raise()
        scene.load(messages)
        let worker = try TerminusSubject(binary: subject.terminus, options: broker)
        defer { worker.remove() }
        return try measure(scene, besides: try worker.eventsRecorded()) { try worker.start() }
    }

    private func measurePassThrough(_ scene: Scene, bodySize: Int) throws -> Round {
        try scene.raise()
        scene.load(messages)
        return try measure(scene) {
            try Subject(
                [
                    CommandLine.arguments[0], "pass-through", "--url", broker.url, "--prefix", broker.prefix,
                    "--body-size", "\(bodySize)",
                ],
                log: "/dev/null"
            )
        }
    }

    /// From the first event in billing's queue to the last, as the broker counts them.
    ///
    /// - Parameter others: events that are published besides one a message.
    private func measure(_ scene: Scene, besides others: Int = 0, _ start: () throws -> Subject) throws -> Round {
        let process = try start()
        var first: (time: ContinuousClock.Instant, count: Int)?
        let deadline = ContinuousClock.now + .seconds(600)
        while true {
            let count = try scene.arrived() - others
            let now = ContinuousClock.now
            if first == nil, count > 0 { first = (now, count) }
            if count >= messages { break }
            guard now < deadline, process.isAlive else {
                _ = process.end(with: SIGKILL)
                throw BenchmarkError("Only \(count) of \(messages) events arrived.")
            }
            // Asked, not subscribed: a subscriber would take part in what is measured.
            Thread.sleep(forTimeInterval: 0.02)
        }
        let end = ContinuousClock.now
        let usage = process.end(with: SIGTERM)
        let begin = first ?? (end, 0)
        return Round(
            rate: Double(messages - begin.count) / ((end - begin.time) / .seconds(1)),
            cpu: usage.cpu * 1e6 / Double(messages),
            peakMemory: usage.peakMemory
        )
    }

    private func report(_ name: String, _ number: Int, _ round: Round) {
        print(
            "round \(number)  \(name.padding(toLength: 13, withPad: " ", startingAt: 0))"
                + "\(Int(round.rate))/s  \(String(format: "%.1f", round.cpu)) µs CPU a message  "
                + "\(round.peakMemory / 1_048_576) MiB peak"
        )
    }

    private func summarize(_ terminus: [Round], _ passThrough: [Round], bodySize: Int) {
        let ratios = zip(terminus, passThrough).map { $0.rate / $1.rate }
        print("")
        print("| | messages/s | CPU µs a message | peak MiB |")
        print("|---|---|---|---|")
        for (name, rounds) in [("pass-through, \(bodySize)-byte bodies", passThrough), ("terminus", terminus)] {
            let rate = Int(median(rounds.map(\.rate)))
            let cpu = String(format: "%.1f", median(rounds.map(\.cpu)))
            print("| \(name) | \(rate) | \(cpu) | \(rounds.map(\.peakMemory).max()! / 1_048_576) |")
        }
        print("")
        print(
            "ratio: median \(String(format: "%.2f", median(ratios))), "
                + "from \(String(format: "%.2f", ratios.min()!)) to \(String(format: "%.2f", ratios.max()!))"
        )
    }
}

func median(_ values: [Double]) -> Double {
    percentile(values, 0.5)
}

/// The nearest-rank percentile of at least one value.
func percentile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    return sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.down)))]
}
