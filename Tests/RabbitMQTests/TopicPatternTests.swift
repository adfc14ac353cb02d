import RabbitMQ
import Testing

@Suite struct `A topic pattern` {
    @Test(arguments: [
        ("#", ["a", "a.b", "", "a.b.c.v1"], []),
        ("contract.#", ["contract", "contract.a", "contract.a.b.v1"], ["contracts.a", "a.contract", ""]),
        ("*.changed.*", ["reason.changed.v1"], ["changed.v1", "reason.changed", "a.reason.changed.v1"]),
        ("contract.*.v1", ["contract.terminated.v1"], ["contract.termination.corrected.v1", "contract.v1"]),
        ("#.v1", ["v1", "a.v1", "a.b.v1"], ["a.v1.b", "a.v11"]), ("a.#.#.b", ["a.b", "a.x.y.b"], ["a", "b"]),
        ("*", ["a", ""], ["a.b"]), ("a.b", ["a.b"], ["a.b.", "A.b", "a"]), ("", [""], ["a"]),
        ("a#", ["a#"], ["a", "ab"]), ("a.*", ["a.\u{301}b"], ["a\u{301}.b.c"]), ("#\u{301}", ["#\u{301}"], ["a"]),
    ])
    func `matches as the broker does`(pattern: String, keys: [String], others: [String]) {
        for key in keys { #expect(TopicPattern(pattern).matches(key), "\(key)") }
        for key in others { #expect(!TopicPattern(pattern).matches(key), "\(key)") }
    }
}
