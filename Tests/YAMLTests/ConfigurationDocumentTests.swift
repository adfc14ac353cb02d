import Testing
import YAML

@Suite struct `A configuration file` {
    private static let known = ["amqp.url", "log.level", "prefix", "source"]

    private func read(_ text: String) throws -> ConfigurationDocument? {
        try ConfigurationDocument.read(text, known: Self.known)
    }

    private func faults(_ text: String) throws -> [String] {
        try #require(try read(text)).faults.map { $0.sentence(in: "terminus.yaml") }
    }

    @Test(arguments: [
        "amqp:\n  url: amqp://localhost\nprefix: x\n", "amqp.url: amqp://localhost\nprefix: x\nsource:\n",
        "{amqp: {url: amqp://localhost}, prefix: 'x', log: }",
    ])
    func `sets keys by mappings or by their whole names`(text: String) throws {
        let document = try #require(try read(text))
        #expect(document.values == ["amqp.url": "amqp://localhost", "prefix": "x"])
        #expect(document.faults == [])
    }

    @Test(arguments: ["", "# comment\n", "~", "null\n", "---\n"]) func `sets nothing where it has no keys`(text: String)
        throws
    {
        #expect(try read(text) == nil)
    }

    @Test(arguments: [
        ("prefix: [a]", "prefix in terminus.yaml must be a single value."),
        ("amqp: x", "amqp in terminus.yaml must hold keys: amqp.url."),
        ("colour: s3cretX", "colour in terminus.yaml is not a key that Terminus knows."),
        ("{url:amqp://u:s3cretX@h}", "A key in terminus.yaml is not a key that Terminus knows."),
        ("log.level: info\nlog: {level: s3cretX}", "log.level in terminus.yaml is set twice."),
    ])
    func `names the key that is wrong, and no value`(text: String, sentence: String) throws {
        #expect(try faults(text) == [sentence])
    }

    @Test(arguments: [
        ("- a", "is not a YAML mapping of keys to values."), ("a: [", "is not YAML: "),
        ("prefix: a\nprefix: b", "is not YAML: a key occurs twice (in the mapping at line 1)."),
        ("prefix: \u{7}", "is not YAML"),
        (String(repeating: "# comment\n", count: 120_000), "cannot be used: The document is too large."),
    ])
    func `is refused with its reason where it cannot be read`(text: String, reason: String) throws {
        let error = try #require(throws: ConfigurationDocument.ReadError.self) { try read(text) }
        #expect(error.predicate.hasPrefix(reason), "\(error.predicate)")
    }

    @Test(arguments: [
        ("list: [10.0.0.0/8, '127.0.0.1']", "10.0.0.0/8,127.0.0.1"), ("list: 127.0.0.1", "127.0.0.1"), ("list: []", ""),
    ])
    func `separates the entries of a list by commas`(text: String, value: String) throws {
        let document = try #require(try ConfigurationDocument.read(text, known: ["list"], lists: ["list"]))
        #expect(document.values == ["list": value] && document.faults == [])
    }

    @Test(arguments: [
        "console:\n  roles:\n    ops: [a, b]\n    'cn=x,dc=y': c\n    none:\n",
        #"console.roles: {"ops": ["a", "b"], "cn=x,dc=y": ["c"], none: []}"#,
    ])
    func `keeps lists by name in a form that it reads again`(text: String) throws {
        let read = try ConfigurationDocument.read(text, known: ["console.roles"], mappings: ["console.roles"])
        let document = try #require(read)
        let value = try #require(document.values["console.roles"])
        #expect(value == #"{"ops":["a","b"],"cn=x,dc=y":["c"],"none":[]}"# && document.faults == [])
        let mapping = try #require(ConfigurationDocument.mapping(value))
        #expect(
            mapping.map(\.name) == ["ops", "cn=x,dc=y", "none"] && mapping.map(\.values) == [["a", "b"], ["c"], []]
        )
    }

    @Test(arguments: [
        ("list: {a: b}", "list in terminus.yaml must be a list."),
        ("list: [[a]]", "list in terminus.yaml must be a list."),
        ("names: [a]", "names in terminus.yaml must hold names, each with a value or a list of values."),
        ("names: {a: {b: c}}", "names in terminus.yaml must hold names, each with a value or a list of values."),
    ])
    func `names a list that is none`(text: String, sentence: String) throws {
        let document = try ConfigurationDocument.read(
            text,
            known: ["list", "names"],
            lists: ["list"],
            mappings: ["names"]
        )
        #expect(document?.faults.map { $0.sentence(in: "terminus.yaml") } == [sentence])
    }
}
