import SplitMix
import Terminations

/// Random terminations over nearly three years, with all members that reports use. The same seed gives the same ones.
struct RandomTerminations {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// Terminations, some of them followed by corrections and withdrawals.
    mutating func messages(_ count: Int) -> [Message] {
        var messages: [Message] = []
        for number in 1...count {
            let made = LocalDate("2023-10-01")!.adding(days: Int.random(in: 0..<1066, using: &random))
            let end = made.adding(days: Int.random(in: 0..<200, using: &random) - 50)
            let message = Message("t\(number)", members(made: made, end: end))
            messages.append(message)
            let turn = Int.random(in: 0..<20, using: &random)
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
        if Int.random(in: 0..<3, using: &random) > 0 {
            members["receivedOn"] = .string(made.adding(days: -Int.random(in: 0..<40, using: &random)).description)
        }
        var contract: [JSONObject.Member] = []
        if Int.random(in: 0..<2, using: &random) == 0 {
            let term = end.adding(days: Int.random(in: 0..<100, using: &random) - 50)
            contract.append(JSONObject.Member(name: "termEndDate", value: .string(term.description)))
        }
        if Int.random(in: 0..<4, using: &random) > 0, let period = one(of: ["P1M", "P1Y", "P2W"]),
            let currency = one(of: ["EUR", "GBP", "JPY"])
        {
            let amount = 1200 * (Int.random(in: 0..<50, using: &random) + 1)
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
        let place = Int.random(in: 0..<(values.count + 1), using: &random)
        return place < values.count ? .string(values[place]) : nil
    }
}
