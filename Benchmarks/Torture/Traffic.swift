import RabbitMQ
import SplitMix

/// The messages of the CRM: histories of terminations, interleaved, out of order, some messages twice, and 1 % garbage with
/// hostile properties. The same seed gives the same messages in the same order.
struct Traffic {
    enum Part: UInt8 {
        case terminate, correct, withdraw
        /// The contract is terminated again after the withdrawal.
        case terminateAgain
        /// Has a reason that the settings do not define.
        case refused
        /// Not a termination message.
        case garbage
    }

    /// One message: the number of its history, and its part in it.
    struct Entry {
        var history: Int
        var part: Part
    }

    static let settings = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasonRequired: true
        maxBackdatingDays: 3650
        heldFor: PT2H
        reasons:
          - code: price
            labels: {nl: Te duur, en: Too expensive}
          - code: moved
            labels: {nl: Verhuisd, en: Moved}
        """

    let seed: Int
    let entries: [Entry]

    init(seed: Int, messages: Int) {
        self.seed = seed
        var random = SplitMix64(runSeed: seed &+ 1)
        var placed: [(place: Int, entry: Entry)] = []
        placed.reserveCapacity(messages + 1000)
        var history = 0
        while placed.count < messages + 500 {
            history += 1
            // The position of the history. Later parts follow at a distance, sometimes too early.
            let start = placed.count
            func place(_ part: Part, _ distance: ClosedRange<Int>) {
                placed.append((start + Int.random(in: distance, using: &random), Entry(history: history, part: part)))
            }
            switch Int.random(in: 0..<100, using: &random) {
            case 0: place(.garbage, 0...50)
            case 1: place(.refused, 0...50)
            case 2..<12:
                place(.terminate, 0...50)
                place(.correct, -20...300)
            case 12..<18:
                place(.terminate, 0...50)
                place(.withdraw, -20...300)
                place(.terminateAgain, 100...600)
            case 18..<23:
                // Sent twice, as by a CRM that got no confirm.
                place(.terminate, 0...50)
                place(.terminate, 0...300)
            default: place(.terminate, 0...50)
            }
        }
        let ordered = placed.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
        entries = ordered.prefix(messages).map(\.element.entry)
    }

    /// The key of a message's outcome in the ledger: its id, or the begin of its body without an id.
    func key(_ entry: Entry) -> String {
        entry.part == .garbage ? String(decoding: garbage(entry.history).prefix(40), as: UTF8.self) : messageID(entry)
    }

    func body(_ entry: Entry) -> [UInt8] {
        if entry.part == .garbage { return garbage(entry.history) }
        return Array(message(entry).utf8)
    }

    /// A message besides the entries.
    func body(id: String) -> [UInt8] {
        Array(
            """
            {"messageId":"\(id)","action":"terminate","terminationId":"T-\(id)","contractId":"C-\(id)",\
            "customerId":"K-1","reasonCode":"price","endDate":"2031-03-31","occurredAt":"2026-02-10T10:15:00+01:00"}
            """.utf8
        )
    }

    /// Hostile properties for refused messages and garbage, which must not affect other events. All other messages have the
    /// properties of a CRM. (There is no NaN, because RabbitMQ closes the connection that publishes one.)
    func properties(_ entry: Entry) -> BasicProperties {
        var properties = BasicProperties(contentType: "application/json", deliveryMode: 2)
        guard entry.part == .refused || entry.part == .garbage else { return properties }
        var random = SplitMix64(runSeed: seed &+ entry.history &* 31 &+ 7)
        let bytes = (0..<255).map { _ in UInt8.random(in: 0...255, using: &random) }
        let addresses: [ShortString] = [
            "amq.rabbitmq.reply-to.x.y", "amq.rabbitmq.reply-to.AAAA.BBBB", "amq.rabbitmq.reply-to.%%%.===",
            "amq.rabbitmq.reply-to.g1hkAA5yZXBseUAxMjM0NTY3OAAAB9AAAAAAY0xqmQ==.2V5hpDsOtPDLPXGBVBrgeA==",
            "amq.foo", "amq.gen-gone", "nobody", "", .text(String(repeating: "r", count: 255)), ShortString(bytes),
        ]
        properties.replyTo = addresses.randomElement(using: &random)
        properties.correlationID =
            [nil, "c", ShortString(bytes), ShortString(bytes.prefix(16))].randomElement(using: &random) ?? nil
        properties.headers = [
            "traceparent": [.int32(7), .bytes(bytes), .string(String(repeating: "0", count: 500)), .void][
                entry.history % 4
            ],
            "tracestate": [.table(["a": .array([.void, .double(1.5)])]), .string(""), .bool(true)][entry.history % 3],
            "partitionkey": .bytes(bytes), "x-deep": (0..<20).reduce(.void) { value, _ in .array([value]) },
        ]
        return properties
    }

    private func messageID(_ entry: Entry) -> String { "m\(seed)-\(entry.history)-\(entry.part.rawValue)" }

    private func message(_ entry: Entry) -> String {
        let history = entry.history
        let common = """
            {"messageId":"\(messageID(entry))","contractId":"C\(seed)-\(history)","customerId":"K-\(history / 3)",
            """
        // One in twenty has ended already, so the same transaction records that it took effect.
        let year = history % 20 == 0 ? 2026 : 2030 + history % 3
        let rest = """
            "reasonCode":"\(entry.part == .refused ? "unheard-of" : history % 3 == 0 ? "moved" : "price")",\
            "note":"Opgezegd per telefoon, bevestiging verstuurd.","contractType":"maintenance",\
            "customerKind":"business","initiator":"customer","channel":"phone",\
            "contract":{"startDate":"2024-04-01","termEndDate":"2026-09-30","noticePeriod":"P1M",\
            "billedThrough":"2026-04-30","billingPeriod":"P1M","periodAmount":\(1000 + history % 9000),"currency":"EUR"}
            """
        return switch entry.part {
        case .terminate, .refused, .garbage:
            """
            \(common)"action":"terminate","terminationId":"T\(seed)-\(history)","endDate":"\(year)-03-31",\
            "occurredAt":"2026-02-10T10:15:00+01:00",\(rest)}
            """
        case .correct:
            """
            \(common)"action":"correct","terminationId":"T\(seed)-\(history)","revision":2,"endDate":"2033-06-30",\
            "occurredAt":"2026-02-11T10:15:00+01:00",\(rest)}
            """
        case .withdraw:
            """
            \(common)"action":"withdraw","terminationId":"T\(seed)-\(history)","revision":2,\
            "occurredAt":"2026-02-12T10:15:00+01:00"}
            """
        case .terminateAgain:
            """
            \(common)"action":"terminate","terminationId":"T\(seed)-\(history)-again","endDate":"2034-03-31",\
            "occurredAt":"2026-02-13T10:15:00+01:00",\(rest)}
            """
        }
    }

    /// Random bytes, a truncated document, a document that is no object, or one without an id.
    private func garbage(_ history: Int) -> [UInt8] {
        var random = SplitMix64(runSeed: seed &+ history)
        let mark = "garbage-\(seed)-\(history)-"
        switch history % 4 {
        case 0:
            return Array(mark.utf8) + (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
        case 1: return Array("{\"\(mark)\":{\"messageId\":\"m".utf8)
        case 2: return Array("[\"\(mark)\",\(history)]".utf8)
        default: return Array("{\"\(mark)\":1,\"action\":\"terminate\",\"endDate\":\"soon\"}".utf8)
        }
    }
}
