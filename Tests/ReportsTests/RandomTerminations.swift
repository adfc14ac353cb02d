import Terminations

/// Terminations over nearly three years, the last things said of them on the day on which they are recorded, with all that reports look at, the same for the same seed.
struct RandomTerminations {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(state: seed) }

    /// Each with what is said of it later: corrections, and withdrawals.
    mutating func messages(_ count: Int) -> [Message] {
        var messages: [Message] = []
        for number in 1...count {
            let made = LocalDate("2023-10-01")!.adding(days: Int(random.next(below: 1066)))
            let end = made.adding(days: Int(random.next(below: 200)) - 50)
            let message = Message("t\(number)", members(made: made, end: end))
            messages.append(message)
            let turn = random.next(below: 20)
            if turn < 2 {
                let later = made.adding(days: 20)
                let corrected = members(made: later, end: end.adding(days: 31))
                messages.append(message.revised(2, .correct, corrected))
            }
            if turn == 2 || turn == 1 {
                messages.append(
                    message.revised(3, .withdraw, ["occurredAt": .string("\(made.adding(days: 30))T08:00:00Z")])
                )
            }
        }
        return messages
    }

    private mutating func members(made: LocalDate, end: LocalDate) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "occurredAt": .string("\(made)T23:30:00Z"), "endDate": .string(end.description),
            "reasonCode": one(of: ["price", "PRICE", "cost", "moved", "arrears", "other", "death"]) ?? .null,
        ]
        members["terminationType"] = one(of: TerminationType.allCases.map(\.rawValue))
        members["initiator"] = one(of: Initiator.allCases.map(\.rawValue))
        members["customerKind"] = one(of: CustomerKind.allCases.map(\.rawValue))
        members["contractType"] = one(of: ["maintenance", "lease", "=cmd()"])
        members["channel"] = one(of: ["web", "phone", "letter"])
        if random.next(below: 3) > 0 {
            members["receivedOn"] = .string(made.adding(days: -Int(random.next(below: 40))).description)
        }
        var contract: [JSONObject.Member] = []
        if random.next(below: 2) == 0 {
            let term = end.adding(days: Int(random.next(below: 100)) - 50)
            contract.append(JSONObject.Member(name: "termEndDate", value: .string(term.description)))
        }
        if random.next(below: 4) > 0, let period = one(of: ["P1M", "P1Y", "P2W"]),
            let currency = one(of: ["EUR", "GBP", "JPY"])
        {
            let amount = 1200 * (random.next(below: 50) + 1)
            contract += [
                JSONObject.Member(name: "billingPeriod", value: period),
                JSONObject.Member(name: "periodAmount", value: .number(JSONNumber(amount))),
                JSONObject.Member(name: "currency", value: currency),
            ]
        }
        if !contract.isEmpty { members["contract"] = .object(JSONObject(contract)) }
        return members
    }

    /// One of them, or none at all.
    private mutating func one(of values: [String]) -> JSONValue? {
        let place = Int(random.next(below: UInt64(values.count) + 1))
        return place < values.count ? .string(values[place]) : nil
    }
}

/// SplitMix64: small, and the same everywhere.
struct SplitMix {
    var state: UInt64

    mutating func next(below limit: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return (value ^ (value >> 31)) % limit
    }
}
