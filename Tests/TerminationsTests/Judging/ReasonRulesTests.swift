import Terminations
import Testing

@Suite struct `Judging a reason` {
    private let settings = """
        reasonRequired: false
        reasons:
          - {code: Price, labels: {nl: Te duur, en: Too expensive}, aliases: [cost, duur]}
          - {code: moved, labels: {nl: Verhuisd}, validFrom: 2026-03-01, validThrough: 2026-03-31}
          - {code: fraud, labels: {nl: Fraude}, sensitive: true}
          - {code: freud, labels: {nl: Freude}}
          - {code: old, labels: {nl: Oud}, replacedBy: older}
          - {code: older, labels: {nl: Ouder}, replacedBy: price, aliases: [ancient]}
          - {code: misc, labels: {nl: Overig}, replacedBy: other}
          - {code: other, labels: {nl: Anders}, aliases: [MISC]}
          - {code: secret, labels: {nl: Geheim}, replacedBy: fraud}
          - {code: former, labels: {nl: Vroeger}, replacedBy: older, validFrom: 2026-02-01, validThrough: 2026-02-28,
             note: {rule: required}}
          - code: narrow
            labels: {nl: Smal}
            allowed: {initiator: [customer, system], terminationType: [ordinary], contractType: [maintenance, lease]}
        """

    private func verdict(_ changes: KeyValuePairs<String, String?>) -> Verdict {
        Judge(settings: Sample.settings(settings)).judge(Sample.parsed(changes), history: .none)
    }

    @Test(arguments: [
        (#""Price""#, "Price", "Price"), (#"" pRICE\n""#, "Price", "pRICE"), (#""COST""#, "Price", "COST"),
        (#""misc""#, "other", "misc"), (#""Other""#, "other", "Other"),
    ])
    func `resolves codes and aliases without regard to case`(given: String, code: String, trimmed: String) {
        let reason = verdict(["reasonCode": given]).termination?.reason
        #expect(reason?.code == code)
        #expect(reason?.givenCode == trimmed)
    }

    @Test(arguments: [
        (#""prise""#, "Price"), (#""costs""#, "Price"), (#""te-duur""#, "Price"), (#""too expensiv""#, "Price"),
        (#""fraud2""#, "freud"), (#""zzzzzz""#, nil), (#""ol""#, nil), (#""othr""#, "other"),
    ])
    func `suggests what is near to an unknown code, but nothing sensitive or merged`(given: String, nearest: String?) {
        let verdict = verdict(["reasonCode": given])
        #expect(verdict.lines == ["unknown-reason /reasonCode"])
        #expect(verdict.violations.first?.suggestion == nearest)
    }

    @Test(arguments: [
        ("2026-02-28T22:59:59Z", ["reason-not-yet-valid /reasonCode"]), ("2026-02-28T23:00:00Z", []),
        ("2026-03-31T21:59:59Z", []), ("2026-03-31T22:00:00Z", ["reason-retired /reasonCode"]),
    ])
    func `judges validity by the settings' date when it occurred`(occurredAt: String, lines: [String]) {
        let verdict = verdict([
            "reasonCode": #""moved""#, "occurredAt": "\"\(occurredAt)\"", "timeZone": #""Pacific/Auckland""#,
            "receivedOn": nil,
        ])
        #expect(verdict.violations.lines == lines)
    }

    @Test(arguments: [
        ("old", "Price"), ("OLDER", "Price"), ("ancient", "Price"), ("secret", nil),
    ])
    func `refuses a merged reason and names its successor, unless that is sensitive`(code: String, successor: String?) {
        let verdict = verdict(["reasonCode": "\"\(code)\""])
        #expect(verdict.lines == ["reason-retired /reasonCode"])
        #expect(verdict.violations.first?.suggestion == successor)
    }

    @Test(arguments: [
        ("2026-02-01T11:00:00Z", ["accepted"], nil), ("2026-02-28T22:59:59Z", ["accepted"], nil),
        ("2026-02-28T23:00:00Z", ["reason-retired /reasonCode"], "Price"),
        ("2026-01-31T11:00:00Z", ["reason-not-yet-valid /reasonCode"], nil),
    ])
    func `judges a merged reason with a last day by that day`(
        occurredAt: String,
        lines: [String],
        suggestion: String?
    ) {
        let verdict = verdict(["reasonCode": #""former""#, "occurredAt": "\"\(occurredAt)\"", "receivedOn": nil])
        #expect(verdict.lines == lines)
        #expect(verdict.violations.first?.suggestion == suggestion)
        #expect(verdict.termination.map { $0.reason?.code == "former" } ?? true)
    }

    @Test func `requires the note of a merged reason that is still valid`() {
        let verdict = verdict([
            "reasonCode": #""former""#, "occurredAt": #""2026-02-10T12:00:00Z""#, "receivedOn": nil, "note": nil,
        ])
        #expect(verdict.lines == ["note-required /note"])
    }

    @Test(
        arguments: [
            (["initiator": #""provider""#], ["reason-not-allowed /initiator"]),
            (["initiator": nil], ["reason-not-allowed /initiator"]), (["initiator": #""system""#], []),
            (["terminationType": #""mutual""#], ["reason-not-allowed /terminationType"]),
            (["terminationType": nil], []),
            (["contractType": #""Lease""#], ["reason-not-allowed /contractType"]), (["contractType": #""lease""#], []),
            (
                ["initiator": #""provider""#, "terminationType": #""mutual""#, "contractType": nil],
                [
                    "reason-not-allowed /contractType", "reason-not-allowed /terminationType",
                    "reason-not-allowed /initiator",
                ]
            ),
            (["initiator": "1"], ["wrong-type /initiator"]),
        ] as [(KeyValuePairs<String, String?>, [String])]
    )
    func `refuses a restricted reason where it is not allowed`(changes: KeyValuePairs<String, String?>, lines: [String])
    {
        var value = Sample.changed(["reasonCode": #""narrow""#])
        for (field, text) in changes { value = Sample.changing(value, field, to: text) }
        let parsed = ParsedMessage(IncomingMessage(body: Sample.bytes(value)))
        #expect(Judge(settings: Sample.settings(settings)).judge(parsed, history: .none).violations.lines == lines)
    }

    @Test func `does not judge a reason that cannot be read`() {
        #expect(verdict(["reasonCode": "1"]).lines == ["wrong-type /reasonCode"])
        #expect(verdict(["reasonCode": #""moved""#, "occurredAt": "1"]).lines == ["wrong-type /occurredAt"])
    }

    @Test func `reveals nothing of a sensitive reason`() throws {
        let yaml = """
            reasons:
              - {code: fraud, labels: {nl: Fraude}, sensitive: true, note: {rule: forbidden}, validThrough: 2020-01-01,
                 allowed: {initiator: [system]}}
            """
        let judge = Judge(settings: Sample.settings(yaml))
        let violations = judge.judge(Sample.parsed(["reasonCode": #""fraud""#]), history: .none).violations
        #expect(
            violations.lines == ["reason-not-allowed /initiator", "reason-retired /reasonCode", "note-forbidden /note"]
        )
        for violation in violations { #expect(!"\(violation)".lowercased().contains("fraud")) }
    }
}

@Suite struct `Requiring a reason` {
    private func lines(_ rules: String, _ changes: KeyValuePairs<String, String?> = [:]) -> [String] {
        var value = Sample.changed(changes)
        value = Sample.changing(value, "reasonCode", to: nil)
        let parsed = ParsedMessage(IncomingMessage(body: Sample.bytes(value)))
        let judge = Judge(settings: Sample.settings("reasonRequired: \(rules)"))
        return judge.judge(parsed, history: .none).violations.lines
    }

    private static let required = ["reason-required /reasonCode"]

    @Test(arguments: [
        ("true", required), ("false", []), ("[]", []), ("[{required: true}]", required),
        ("[{required: true}, {required: false}]", []), ("[{required: false}, {required: true}]", required),
        ("[{required: true, when: {}}]", required),
        ("[{required: true, when: {contractType: [lease]}}]", []),
        ("[{required: true, when: {contractType: [lease, maintenance]}}]", required),
        ("[{required: true, when: {contractType: [maintenance], initiator: [provider]}}]", []),
        (
            "[{required: true, when: {initiator: [customer], terminationType: [ordinary], customerKind: [business]}}]",
            required
        ),
        ("[{required: true}, {required: false, when: {customerKind: [consumer]}}]", required),
        ("[{required: true}, {required: false, when: {customerKind: [business]}}]", []),
    ])
    func `follows the last rule that matches`(rules: String, lines: [String]) {
        #expect(self.lines(rules) == lines)
    }

    @Test(arguments: [
        ("2026-02-28T22:59:59Z", []), ("2026-02-28T23:00:00Z", required),
    ])
    func `begins with the settings' local day, judged when it occurred`(occurredAt: String, lines: [String]) {
        let rules = "[{required: true, from: 2026-03-01}]"
        let changes: KeyValuePairs<String, String?> = [
            "occurredAt": "\"\(occurredAt)\"", "timeZone": #""Pacific/Auckland""#, "receivedOn": nil,
        ]
        #expect(self.lines(rules, changes) == lines)
    }

    @Test func `does not match a condition on an absent field`() {
        #expect(lines("[{required: true, when: {contractType: [maintenance]}}]", ["contractType": nil]) == [])
        #expect(
            lines("[{required: true, when: {terminationType: [ordinary]}}]", ["terminationType": nil]) == Self.required
        )
    }

    @Test func `is not judged where it depends on an invalid field`() {
        let rules = "[{required: true}, {required: false, when: {initiator: [system]}}]"
        #expect(lines(rules, ["initiator": "1"]) == ["wrong-type /initiator"])
        #expect(lines("true", ["initiator": "1"]) == ["wrong-type /initiator"] + Self.required)
        #expect(lines("[{required: true, from: 2026-01-01}]", ["occurredAt": "1"]) == ["wrong-type /occurredAt"])
        #expect(
            lines("[{required: true, when: {initiator: [system], customerKind: [consumer]}}]", ["initiator": "1"])
                == ["wrong-type /initiator"]
        )
    }

    @Test(arguments: [#""""#, #""  ""#, "null"])
    func `treats a blank reason as absent`(code: String) {
        let judge = Judge(settings: Sample.settings("reasonRequired: true"))
        #expect(judge.judge(Sample.parsed(["reasonCode": code]), history: .none).lines == Self.required)
    }
}
