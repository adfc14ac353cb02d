/// What may stand where, in messages and in settings: right, wrong, and just at the border.
extension DocumentGenerator {
    private static func texts(_ list: [String]) -> [String] { list.map(quoted) }

    private static let dates = texts([
        "2026-03-31", "2026-02-28", "2024-02-29", "2025-02-29", "2000-02-29", "1900-02-29", "2100-02-29", "2026-02-30",
        "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32", "0000-01-01", "0001-01-01", "9999-12-31",
        "10000-01-01", "2026-3-31", "26-03-31", "2026-03-31T00:00:00Z", "31-03-2026", "2026/03/31", "20260331",
        "2026-W13",
        "2026-03-31 ", " 2026-03-31", "2026-03-31\n", "２０２６-03-31", "-2026-03-31", "2026-03-3a", "",
    ])

    private static let instants = texts([
        "2026-02-14T10:32:05+01:00", "2026-02-14T10:32:05Z", "2026-02-14t10:32:05z", "2026-02-14T10:32:05.5Z",
        "2026-02-14T10:32:05.123456789123Z", "2026-02-14T10:32:05.Z", "2026-02-14T10:32:05", "2026-02-14",
        "2026-02-14 10:32:05Z", "2026-02-14T24:00:00Z", "2026-02-14T23:59:60Z", "2026-02-14T23:60:00Z",
        "2026-02-14T10:32Z", "2026-02-14T10:32:05+0100", "2026-02-14T10:32:05+24:00", "2026-02-14T10:32:05-23:59",
        "2026-02-14T10:32:05+01:60", "2026-02-14T10:32:05-00:00", "2026-02-30T10:32:05Z", "2026-02-14T10:32:05Z\n",
        "2026-02-14T1:32:05Z", "2026-02-14T10:32:05,5Z", "2024-02-29T00:00:00Z", "2025-02-29T00:00:00Z", "1739525525",
        "2026-02-14T10:32:05 +01:00", "2026-02-14T10:32:05+1:00", "",
    ])

    private static let dateDurations = texts([
        "P1M", "P1Y", "P30D", "P4W", "P1Y6M", "P1Y6M15D", "P1Y15D", "P1M15D", "P0D", "P9999Y", "P10000Y", "P", "1M",
        "p1M",
        "P1m", "P1M1Y", "P1W1D", "P-1M", "-P1M", "P1.5M", "PT1H", "P1DT1H", "P1M ", "P1M\n", "P٣M", "P01M", "P+1M", "",
    ])

    private static let timeSpans = texts([
        "PT10M", "P1D", "PT1H30M", "PT1H30M15S", "P1DT12H", "PT0S", "PT9999S", "PT10000S", "PT", "P1DT", "P", "P1W",
        "P1M",
        "P1Y", "pt10m", "PT10M\n", "PT1M1H", "PT1.5S", "PT-1S", "P1DT1S", "P1DT1M1S", "",
    ])

    private static let codes = texts([
        "price", "PRICE", " price ", "moving", "duplicate", "other", "misc", "unknown", "deceased", "summer", "costly",
        "a b",
        "a\u{85}b", "\u{A0}price", "price\u{2003}", "\u{FEFF}price", "\u{200B}price", "\u{1C}price", "pri\nce", "",
        String(repeating: "x", count: 32), String(repeating: "x", count: 33), " " + String(repeating: "x", count: 32),
    ])

    private static let ids = texts([
        "m-1", "t-1", "C-1", "é", "e\u{301}", " x ", "", "\u{0}", "a\u{7F}", "a\u{80}", "a\u{9F}", "a\u{A0}",
        String(repeating: "i", count: 64), String(repeating: "i", count: 65), String(repeating: "i", count: 128),
        String(repeating: "i", count: 129), String(repeating: "😀", count: 64), String(repeating: "😀", count: 65),
    ])

    private static let counts = [
        "1", "2", "0", "-1", "1.0", "1e0", "10e-1", "1.5", "9007199254740991", "9007199254740992", "9007199254740991.0",
        "1e15", "1e16", "100000", "100001", "36500", "36501", "-0", "0.0", "-1e-400", #""1""#, "null", "true",
    ]

    private static let terminationTypes = texts([
        "ordinary", "extraordinary", "mutual", "nonRenewal", "coolingOff", "administrative", "Ordinary", "cooling-off",
        "ordinary ", "",
    ])
    private static let initiators = texts(["customer", "provider", "system", "Customer", "client", ""])
    private static let customerKinds = texts(["consumer", "business", "Business", "private", ""])
    private static let zones = texts(["Europe/Amsterdam", "UTC", "CEST", "+01:00", "europe/amsterdam", "", " "])
    private static let flags = ["true", "false", "null", "1", #""true""#]

    static let messagePools: [String: [String]] = [
        "messageId": ids, "terminationId": ids, "contractId": ids, "customerId": ids, "contractType": ids,
        "batchId": ids,
        "channel": ids, "requestedBy": ids,
        "action": texts(["terminate", "terminate", "correct", "withdraw", "cancel", "Terminate", ""]),
        "revision": counts, "customerKind": customerKinds, "terminationType": terminationTypes, "initiator": initiators,
        "reasonCode": codes + ["null"],
        "note": texts(["Ten characters or more", "", " ", "a\tb\nc", "a\rb", "a\u{0}", "a\u{85}b", "\u{2028}"]) + [
            "null"
        ],
        "receivedOn": dates, "endDate": dates, "startDate": dates, "termEndDate": dates, "billedThrough": dates,
        "noticePeriod": dateDurations, "billingPeriod": dateDurations, "periodAmount": counts,
        "currency": texts(["EUR", "USD", "eur", "XAU", "NLG", "XXX", "€", "EURO", "BOV", "ZWG", "ZWL", ""]),
        "timeZone": zones, "occurredAt": instants,
    ]

    static let messageMembers: [String: [String]] = [
        "": [
            "messageId", "action", "terminationId", "revision", "contractId", "customerId", "contractType",
            "customerKind",
            "terminationType", "initiator", "reasonCode", "note", "receivedOn", "endDate", "timeZone", "contract",
            "batchId",
            "channel", "requestedBy", "occurredAt",
        ],
        "contract": [
            "startDate", "termEndDate", "noticePeriod", "billedThrough", "billingPeriod", "periodAmount", "currency",
        ],
    ]

    private static func lists(of values: [String]) -> [String] {
        values.map { "[\($0)]" } + ["[]", "[\(values[0]),\(values[0])]", "[\(values[0]),null]", "null", values[0]]
    }

    static let settingsPools: [String: [String]] = [
        "timeZone": zones,
        "defaultLanguage": texts(["nl", "en", "pt-BR", "x", "nl-", "nl_BE", "nederlandse", "n1", ""]),
        "maxLength": counts, "minLength": counts, "publish": flags, "maxBackdatingDays": counts,
        "maxForwardDays": counts,
        "heldFor": timeSpans,
        "required": flags, "from": dates, "contractType": lists(of: ids), "initiator": lists(of: initiators),
        "terminationType": lists(of: terminationTypes), "customerKind": lists(of: customerKinds), "code": codes,
        "labels": [
            #"{"nl":"Te duur","en":"Too expensive"}"#, #"{"nl":"x"}"#, #"{"nl":""}"#, #"{"nl":" "}"#,
            #"{"nl":"\u00a0"}"#,
            #"{"en":"x"}"#, #"{"nl":null}"#, #"{"nl":"x","x":"y"}"#, #"{"nl":"x","en_GB":"y"}"#, "{}", "null",
            #"{"nl":1}"#,
            #"{"nl":"\u001c"}"#, #"{"nl":"\ufeff"}"#, #"{"nl":"\u200b"}"#, #"{"nl":"\u0085"}"#, #"{"nl":"a\nb"}"#,
            #"{"nl":"a\u202eb"}"#, #"{"nl":"\u2069"}"#, #"{"nl":"a\u2028"}"#, #"{"nl":"a\u200f"}"#,
        ],
        "category": texts([
            "commercial", "", " ", "a\tb", "\u{202D}", "\u{2065}", String(repeating: "c", count: 64),
            String(repeating: "c", count: 65),
        ]
        ),
        "voluntary": flags, "rule": texts(["required", "optional", "forbidden", "Required", ""]), "validFrom": dates,
        "validThrough": dates, "aliases": lists(of: codes), "replacedBy": codes, "sensitive": flags,
        "attributes": [#"{"a":1}"#, "{}", "[]", "null", #"{"a":{"b":[1,null]}}"#],
    ]

    static let settingsMembers: [String: [String]] = [
        "": [
            "timeZone", "defaultLanguage", "reasonRequired", "note", "maxBackdatingDays", "maxForwardDays", "heldFor",
            "reasons",
        ],
        "reasonRequired": ["required", "from", "when"],
        "when": ["contractType", "initiator", "terminationType", "customerKind"],
        "note": ["maxLength", "publish", "rule", "minLength"],
        "allowed": ["contractType", "initiator", "terminationType"],
        "reasons": [
            "code", "labels", "category", "voluntary", "note", "allowed", "validFrom", "validThrough", "aliases",
            "replacedBy", "sensitive", "attributes",
        ],
    ]
}
