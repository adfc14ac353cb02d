import ArgumentParser
import Foundation
import RabbitMQ

/// The pass-through and Terminus, alternating, with the same messages and the same kind of queues.
struct ThroughputCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "throughput",
        abstract: "Compare Terminus with a pass-through, alternating."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var program: ProgramOptions
    @OptionGroup var results: ResultsOptions
    @Option(help: "Messages a round.")
    var messages = 100_000
    @Option(help: "Rounds of each program.")
    var rounds = 3

    func run() throws {
        let environment = try TestEnvironment(broker)
        let info = try Broker.check(environment.connection)
        print("\(info.product) \(info.version), \(messages) messages a round, \(rounds) rounds of each, alternating")
        var passThrough: [Round] = []
        var terminus: [Round] = []
        var bodySize = 1100
        for number in 1...rounds {
            let round = try measureTerminus(environment)
            bodySize = try environment.sampleTermination().body.count
            terminus.append(round)
            report("terminus", number, round)
            let raw = try measurePassThrough(environment, bodySize: bodySize)
            passThrough.append(raw)
            report("pass-through", number, raw)
        }
        try environment.tearDown()
        try summarize(terminus, passThrough, bodySize: bodySize)
    }

    private func measureTerminus(_ environment: TestEnvironment) throws -> Round {
        try environment.setUp()
        environment.load(messages)
        let worker = try TerminusUnderTest(binary: program.terminus, options: broker)
        defer { worker.remove() }
        let settingsEvents = try worker.countRecordedEvents()
        return try environment.measure(messages, besides: settingsEvents) { try worker.start() }
    }

    private func measurePassThrough(_ environment: TestEnvironment, bodySize: Int) throws -> Round {
        try environment.setUp()
        environment.load(messages)
        return try environment.measure(messages) { try environment.startPassThrough(broker, bodySize: bodySize) }
    }

    private func report(_ name: String, _ number: Int, _ round: Round) {
        print(
            "round \(number)  \(name.padding(toLength: 13, withPad: " ", startingAt: 0))"
                + "\(Int(round.rate))/s  \(String(format: "%.1f", round.cpu)) µs CPU a message  "
                + "\(round.peakMemory / 1_048_576) MiB peak"
        )
    }

    private func summarize(_ terminus: [Round], _ passThrough: [Round], bodySize: Int) throws {
        let ratios = zip(terminus, passThrough).map { $0.rate / $1.rate }
        print("")
        print("| | messages/s | CPU µs a message | peak MiB |")
        print("|---|---|---|---|")
        for (name, rounds) in [("pass-through, \(bodySize)-byte bodies", passThrough), ("terminus", terminus)] {
            let rate = Int(median(rounds.map(\.rate)))
            let cpu = String(format: "%.1f", median(rounds.map(\.cpu)))
            print("| \(name) | \(rate) | \(cpu) | \(rounds.map(\.peakMemory).max()! / 1_048_576) |")
            try results.append("throughput", name, Double(rate), "messages/s")
            try results.append("processor time", name, median(rounds.map(\.cpu)), "µs a message")
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
