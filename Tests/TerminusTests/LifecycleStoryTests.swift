import Foundation
import JSON
import Ledger
import Terminations
import TestSupport
import Testing

@Suite struct `The stories of the guides` {
    private static let lives = Result { try LifecycleStory.all(in: "docs/lifecycle.md", under: "Stories") }
    private static let settlements = Result {
        try LifecycleStory.all(in: "docs/billing.md", under: "Worked settlements")
    }
    private static let all = ((try? lives.get()) ?? []) + ((try? settlements.get()) ?? [])

    @Test func `are as many as the pages promise`() throws {
        #expect(try Self.lives.get().count == 12)
        #expect(try Self.settlements.get().count == 6)
    }

    @Test(arguments: all)
    func `have the verdicts, the events and the values that the page states`(story: LifecycleStory) throws {
        try story.run { happened, _ in
            for (step, result) in zip(story.steps, happened) {
                let expected = try #require(step.expected)
                #expect(result.verdict == expected.verdict, "\(step.text): \(result.violations)")
                #expect(result.violations == expected.violations, "\(step.text)")
                #expect(result.events.map(\.type) == expected.events.map(\.type.rawValue), "\(step.text)")
                for (event, expected) in zip(result.events, expected.events) {
                    let data = try JSONValue(parsing: event.body).object?["data"]?.object
                    for member in expected.members {
                        #expect(data?[member.name]?.sorted == member.value.sorted, "\(step.text) \(member.name)")
                    }
                    for name in expected.absent { #expect(data?[name] == nil, "\(step.text) \(name)") }
                }
            }
        }
    }

    /// The order in which a queue may bring what it brings: live, again, or filled from the log.
    enum Order: String, CaseIterable {
        case asPublished
        case eachTwice
        case newestFirst
        case shuffled

        func arrange(_ events: [[UInt8]]) -> [[UInt8]] {
            switch self {
            case .asPublished: return events
            case .eachTwice: return events.flatMap { [$0, $0] } + events
            case .newestFirst: return events.reversed()
            case .shuffled:
                var random = SystemRandomNumberGenerator()
                return (events + events).shuffled(using: &random)
            }
        }
    }

    /// One subscriber takes the events of all stories: they are about different contracts.
    @Test(arguments: Order.allCases)
    func `leave billing with what the ledger has, in whatever order the events come`(order: Order) throws {
        let stories = try Self.lives.get()
        var events: [[UInt8]] = []
        var terminations: [String] = []
        for story in stories {
            try story.run { happened, folder in
                events += happened.flatMap(\.events).map(\.body)
                terminations.append(try folder.run("terminations", "list", "--format", "json").output)
            }
        }
        try TestEnvironment.with("stories") { testEnvironment in
            let queue = try testEnvironment.declareQuorumQueue("billing")
            let billing = try SampleProgram.start("subscribe.py", in: testEnvironment)
            defer { billing.send(SIGKILL) }
            try testEnvironment.publish(order.arrange(events) + [SampleProgram.mark("the-last-one")], toQueue: queue)
            #expect(billing.waitForOutput("go on billing the-last-one"), "\(billing.errorText)")
            let printed = billing.outputText.split(separator: "\n").map(String.init)
            for story in stories {
                let words = story.billing.last?.split(separator: " ") ?? []
                let contract = try #require(words.first { $0.hasPrefix("C-") })
                let lines = printed.filter { $0.split(separator: " ").contains(contract) }
                if order == .asPublished || order == .eachTwice {
                    #expect(lines == story.billing, "\(story.title)")
                } else {
                    #expect(lines.last == story.billing.last, "\(story.title)")
                }
            }
            let answer = try SampleProgram.start(
                "compare.py",
                in: testEnvironment,
                input: Array(terminations.joined().utf8)
            )
            #expect(answer.end() == .exit(0), "\(answer.outputText)\(answer.errorText)")
        }
    }

    @Test(arguments: (try? settlements.get()) ?? [])
    func `are settled as the page says`(story: LifecycleStory) throws {
        try story.run { happened, _ in
            let event = try #require(happened.last?.events.first)
            let program = try ChildProcess(
                "/usr/bin/python3",
                [Program.project.appending(path: "docs/examples/settle.py").path],
                environment: Program.environment,
                folder: "/",
                input: event.body + Array("\n".utf8)
            )
            #expect(program.end() == .exit(0), "\(program.errorText)")
            #expect(program.outputText == "\(try #require(story.settlement))\n")
        }
    }
}

extension LifecycleStory: CustomTestStringConvertible {
    var testDescription: String { title }
}

extension LifecycleStory.Step {
    fileprivate var text: String {
        switch cause {
        case .message(let message): String(decoding: message.prefix(24), as: UTF8.self)
        case .time(let instant): "\(instant)"
        }
    }
}

extension JSONValue {
    /// The same with the members of objects in the order of their names.
    fileprivate var sorted: JSONValue {
        switch self {
        case .object(let object):
            let members = object.members.map { JSONObject.Member(name: $0.name, value: $0.value.sorted) }
            return .object(JSONObject(members.sorted { $0.name < $1.name }))
        case .array(let elements): return .array(elements.map(\.sorted))
        default: return self
        }
    }
}
