import Terminations
import YAML

/// The settings and history by which fuzzed messages are judged, with rules of every kind.
public enum FuzzSettings {
    static let yaml = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasonRequired:
          - required: true
            from: 2025-07-01
            when: {contractType: [maintenance], initiator: [customer]}
          - {required: true, from: 2026-01-01}
          - required: false
            when: {terminationType: [coolingOff, administrative], customerKind: [consumer]}
        note: {maxLength: 60, publish: false}
        reasons:
          - {code: price, labels: {nl: Te duur, en: Too expensive}, category: commercial, voluntary: true}
          - {code: moving, labels: {nl: Verhuizing}, allowed: {initiator: [customer], contractType: [lease]}}
          - {code: deceased, labels: {nl: Overlijden}, aliases: [death], sensitive: true}
          - {code: duplicate, labels: {nl: Dubbel}, note: {rule: forbidden}}
          - {code: summer, labels: {nl: Zomer}, validFrom: 2026-06-01, validThrough: 2026-09-30}
          - {code: costly, labels: {nl: Duur}, validThrough: 2025-12-31, replacedBy: price}
          - {code: other, labels: {nl: Anders}, note: {rule: required, minLength: 10}, aliases: [misc]}
        """

    public static let strict: SettingsVersion = {
        do {
            return SettingsVersion(number: 3, settings: try Settings.parse(yamlOrJSON: yaml).settings)
        } catch {
            fatalError("\(error)")
        }
    }()

    private static let recordedMessage = Array(
        """
        {"messageId":"m-0","action":"terminate","terminationId":"t-1","contractId":"c-1","customerId":"k-1",\
        "reasonCode":"price","endDate":"2026-03-31","occurredAt":"2026-03-01T10:15:30+01:00"}
        """.utf8
    )

    /// The termination `t-1` of the contract `c-1` is recorded.
    static let history: History = {
        let verdict = Judge(settings: strict).judge(
            ParsedMessage(IncomingMessage(body: recordedMessage)),
            history: .none
        )
        guard case .accepted(.terminated(let termination)) = verdict else { fatalError("\(verdict)") }
        let occurredAt = termination.message.occurredAt
        return History(
            termination: RecordedTermination(termination),
            inForce: [
                TerminationInForce("t-1", customerID: "k-1", occurredAt: occurredAt, endDate: termination.endDate)
            ]
        )
    }()

    static let context = EventContext(
        sequence: 1,
        contractSequence: 1,
        source: "urn:fuzz",
        recordedAt: Instant(secondsSinceEpoch: 1_772_000_000) ?? .earliest
    )
}
