/// A realistic termination of 22 fields and some 630 bytes, with random ids: the same number gives the same message.
enum SampleMessage {
    /// Settings that accept it.
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

    /// What stands in its ids: that of the message and of the termination, that of the contract, and that of the customer.
    static func ids(_ number: Int, run: Int = 0) -> (message: String, contract: String, customer: String) {
        (hex(number, run), hex(number, run &+ 7919), hex(number / 2, 1))
    }

    /// 16 hexadecimal digits that look random: SplitMix64 (Steele, Lea, Flood 2014).
    private static func hex(_ number: Int, _ run: Int) -> String {
        var z = UInt64(truncatingIfNeeded: number &+ run &* 1_000_003) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        let text = String(z ^ (z >> 31), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
