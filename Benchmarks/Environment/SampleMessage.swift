import SplitMix

/// A realistic termination of 22 fields and about 670 bytes, with ids that look random. The same number gives the same message.
enum SampleMessage {
    /// Settings that accept the message.
    static let settings = """
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
            category: circumstances
            voluntary: true
        """

    static func body(_ number: Int, run: Int = 0) -> [UInt8] {
        let (id, contract, customer) = ids(number, run: run)
        let day = 10 + number % 19
        let text = """
            {"messageId":"msg-\(id)","action":"terminate","terminationId":"T-\(id)","contractId":"C-\(contract)",\
            "customerId":"K-\(customer)","contractType":"maintenance","customerKind":"business",\
            "terminationType":"ordinary","initiator":"customer","reasonCode":"\(number % 3 == 0 ? "moved" : "price")",\
            "note":"Opgezegd per telefoon, bevestiging verstuurd.","receivedOn":"2026-02-\(day)",\
            "endDate":"20\(30 + number % 3)-\(number % 2 == 0 ? "03-31" : "06-30")","timeZone":"Europe/Amsterdam","contract":{"startDate":"2024-04-01",\
            "termEndDate":"2026-09-30","noticePeriod":"P1M","billedThrough":"2026-04-30","billingPeriod":"P1M",\
            "periodAmount":\(1000 + number % 9000),"currency":"EUR"},"channel":"phone",\
            "occurredAt":"2026-02-\(day)T10:15:00+01:00"}
            """
        return Array(text.utf8)
    }

    /// The variable parts of its ids: of message and termination, of the contract, and of the customer.
    static func ids(_ number: Int, run: Int = 0) -> (message: String, contract: String, customer: String) {
        (hex(number, run), hex(number, run &+ 7919), hex(number / 2, 1))
    }

    /// 16 hexadecimal digits that look random.
    private static func hex(_ number: Int, _ run: Int) -> String {
        let text = String(SplitMix64.hash(UInt64(truncatingIfNeeded: number &+ run &* 1_000_003)), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
