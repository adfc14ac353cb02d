import Terminations
import Testing

@Suite struct `Judging dated rules at another instant than the termination's` {
    private let settings = """
        maxBackdatingDays: 30
        reasonRequired:
          - {required: false}
          - {required: true, from: 2026-06-01}
        reasons:
          - {code: early, labels: {nl: Vroeg}, validThrough: 2026-05-31}
          - {code: late, labels: {nl: Laat}, validFrom: 2026-06-01}
          - {code: always, labels: {nl: Altijd}}
        """

    private func lines(_ reason: String?, asOf instant: String?) -> [String] {
        let parsed = Sample.parsed([
            "reasonCode": reason.map { "\"\($0)\"" }, "occurredAt": #""2026-03-01T10:00:00Z""#,
        ])
        return Judge(settings: Sample.settings(settings))
            .judge(parsed, history: .none, asOf: instant.flatMap(Instant.init(rfc3339:))).lines
    }

    @Test(
        arguments: [
            ("early", ["accepted"], ["reason-retired /reasonCode"]),
            ("late", ["reason-not-yet-valid /reasonCode"], ["accepted"]),
            (nil, ["accepted"], ["reason-required /reasonCode"]),
            // The end date lies within the days allowed of when it was made, and far outside of those before now.
            ("always", ["accepted"], ["accepted"]),
        ] as [(String?, [String], [String])]
    )
    func `uses the later dated rules and leaves the message's own dates alone`(
        reason: String?,
        occurred: [String],
        now: [String]
    ) {
        #expect(lines(reason, asOf: nil) == occurred)
        #expect(lines(reason, asOf: "2026-03-01T10:00:00Z") == occurred)
        #expect(lines(reason, asOf: "2026-07-01T00:00:00Z") == now)
    }
}
