import Ledger
import Terminations

/// Numbers the members of a dimension. 0 stands for terminations without a value.
struct DimensionMembers {
    private let dimension: ReportDimension
    /// The member that each recorded reason counts under, by the reason's number.
    private let ofReason: [Int]
    private let reasons: [Report.Label]
    private let calendar: ReportCalendar

    init(_ dimension: ReportDimension, _ reasons: ReportedReasons, _ calendar: ReportCalendar) {
        self.dimension = dimension
        self.calendar = calendar
        switch dimension {
        case .reason: (ofReason, self.reasons) = reasons.numbered(\.reason)
        case .category: (ofReason, self.reasons) = reasons.numbered(\.category)
        case .voluntary: (ofReason, self.reasons) = reasons.numbered(\.voluntary)
        default: (ofReason, self.reasons) = ([], [])
        }
    }

    /// The number of the member that a termination counts under.
    ///
    /// - Parameter day: of the termination, by the question's kind of date, counted from the calendar's first day.
    @inline(__always)
    func number(of fact: ReportFact, day: Int) -> Int {
        switch dimension {
        case .reason, .category, .voluntary: ofReason[Int(fact.reason)]
        case .week: calendar.number(of: day, .week)
        case .month: calendar.number(of: day, .month)
        case .quarter: calendar.number(of: day, .quarter)
        case .year: calendar.number(of: day, .year)
        case .contractType: Int(fact.contractType)
        case .channel: Int(fact.channel)
        case .customerKind: fact.customerKind
        case .initiator: fact.initiator
        case .terminationType: fact.terminationType + 1
        }
    }

    /// The label of a member. Complete once all facts were read.
    func label(_ number: Int, _ source: ReportSource, _ language: ReportLanguage) -> Report.Label {
        let none = Report.Label(code: nil, text: MemberLabels.notGiven(language))
        switch dimension {
        case .reason, .category, .voluntary: return reasons[number]
        case .week, .month, .quarter, .year: return calendar.label(number, dimension.unit ?? .month)
        case .contractType: return number == 0 ? none : Self.named(source.contractTypes[number - 1], language)
        case .channel: return number == 0 ? none : Self.named(source.channels[number - 1], language)
        case .customerKind:
            guard number > 0 else { return none }
            let kind = CustomerKind.allCases[number - 1]
            return Report.Label(code: kind.rawValue, text: MemberLabels.customerKind(kind, language))
        case .initiator:
            guard number > 0 else { return none }
            let initiator = Initiator.allCases[number - 1]
            return Report.Label(code: initiator.rawValue, text: MemberLabels.initiator(initiator, language))
        case .terminationType:
            let type = TerminationType.allCases[number - 1]
            return Report.Label(code: type.rawValue, text: MemberLabels.terminationType(type, language))
        }
    }

    /// The numbers of the members with this code; empty if no termination has it.
    func numbers(of code: String?, _ source: ReportSource) throws -> [Int] {
        func index<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> [Int] {
            type.allCases.map(\.rawValue).enumerated().filter { $0.element == code }.map(\.offset)
        }
        switch dimension {
        case .reason, .category, .voluntary: return reasons.indices.filter { reasons[$0].code == code }
        case .week, .month, .quarter, .year: return []
        case .contractType:
            guard let code else { return [0] }
            return try source.number(ofContractType: code).map { [Int($0)] } ?? []
        case .channel:
            guard let code else { return [0] }
            return try source.number(ofChannel: code).map { [Int($0)] } ?? []
        case .customerKind: return code == nil ? [0] : index(CustomerKind.self).map { $0 + 1 }
        case .initiator: return code == nil ? [0] : index(Initiator.self).map { $0 + 1 }
        case .terminationType: return index(TerminationType.self).map { $0 + 1 }
        }
    }

    private static func named(_ name: String?, _ language: ReportLanguage) -> Report.Label {
        Report.Label(code: name ?? "others", text: name ?? MemberLabels.others(language))
    }
}
