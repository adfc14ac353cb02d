/// Sample messages and settings for tests.
public enum Sample {
    public static let settings = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasonRequired: true
        reasons:
          - code: price
            labels: {nl: Te duur, en: Too expensive}
            category: commercial
            voluntary: true
          - code: moved
            labels: {nl: Verhuisd, en: Moved}
        """

    /// A message that ``settings`` accept, unless parameters change it.
    ///
    /// - Parameters:
    ///   - reason: nil leaves the field out.
    ///   - occurredAt: RFC 3339; at most a day after the message is recorded.
    ///   - padding: the size of an added unknown field in bytes.
    ///   - others: further members by name, as JSON.
    public static func message(
        _ id: String,
        messageID: String? = nil,
        contract: String? = nil,
        customer: String = "k-1",
        reason: String? = "price",
        endDate: String = "2035-12-31",
        occurredAt: String = "2026-03-01T10:00:00+01:00",
        padding: Int = 0,
        others: [String: String] = [:]
    ) -> [UInt8] {
        var members = [
            "\"messageId\":\"\(messageID ?? "m-\(id)")\"", "\"action\":\"terminate\"", "\"terminationId\":\"\(id)\"",
            "\"contractId\":\"\(contract ?? "c-\(id)")\"", "\"customerId\":\"\(customer)\"",
            "\"endDate\":\"\(endDate)\"",
            "\"occurredAt\":\"\(occurredAt)\"",
        ]
        if let reason { members.append("\"reasonCode\":\"\(reason)\"") }
        if padding > 0 { members.append("\"padding\":\"\(String(repeating: "x", count: padding))\"") }
        members += others.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    /// Corrects ``message(_:messageID:contract:customer:reason:endDate:occurredAt:padding:others:)`` of the same id.
    public static func correction(_ id: String, revision: Int, endDate: String) -> [UInt8] {
        let message = message(
            id,
            messageID: "m-\(id)-\(revision)",
            endDate: endDate,
            others: ["revision": "\(revision)"]
        )
        let text = String(decoding: message, as: UTF8.self)
        return Array(text.replacing("\"action\":\"terminate\"", with: "\"action\":\"correct\"").utf8)
    }

    /// Withdraws ``message(_:messageID:contract:customer:reason:endDate:occurredAt:padding:others:)`` of the same id.
    public static func withdrawal(_ id: String, revision: Int) -> [UInt8] {
        Array(
            """
            {"messageId":"m-\(id)-\(revision)","action":"withdraw","terminationId":"\(id)","revision":\(revision),\
            "contractId":"c-\(id)","customerId":"k-1","occurredAt":"2026-03-02T10:00:00+01:00"}
            """.utf8
        )
    }

    /// The ids of the messages ``message(_:messageID:contract:customer:reason:endDate:occurredAt:padding:others:)`` makes of these numbers.
    public static func messages(_ numbers: ClosedRange<Int>) -> [[UInt8]] {
        numbers.map { message("t-\($0)") }
    }
}
