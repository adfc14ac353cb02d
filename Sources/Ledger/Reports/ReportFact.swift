public import Terminations

/// The facts of one termination that reports count, in 32 bytes: ten million are read and counted in about a second.
///
/// Fields that the message did not have are absent. Names and reasons are numbers: see ``ReportSource``.
public struct ReportFact: Sendable, Equatable {
    // The layout is what `report_facts` keeps, the lowest byte first:
    // dates: days since 0001-01-01 in the lower 22 bits of the first two words;
    // how: 22–23 customer kind, 24–25 initiator, 26–28 termination type, 29–30 early, 31 withdrawn;
    // when: 22 backdated, 23 present, 24–31 currency.
    @usableFromInline var how: UInt32 = 0
    @usableFromInline var when: UInt32 = 0
    @usableFromInline var amount: Int64 = 0
    /// Of ``ReportSource/reasons``; 0 where none was given.
    public internal(set) var reason: UInt32 = 0
    /// Of ``ReportSource/contractTypes``; 0 where none was given.
    public internal(set) var contractType: UInt32 = 0
    /// Of ``ReportSource/channels``; 0 where none was given.
    public internal(set) var channel: UInt32 = 0
    @usableFromInline var notice: Int32 = .min

    @inlinable
    init() {}

    /// Whether there is a termination at this place.
    @inlinable
    public var isPresent: Bool { when & 1 << 23 != 0 }
    /// Days from 0001-01-01 through the last day of the contract.
    @inlinable
    public var endDay: Int { Int(how & ReportFact.dayMask) }
    /// Days from 0001-01-01 through the local day on which it was terminated.
    @inlinable
    public var occurredDay: Int { Int(when & ReportFact.dayMask) }
    @inlinable
    public var isWithdrawn: Bool { how >> 31 != 0 }
    @inlinable
    public var isBackdated: Bool { when & 1 << 22 != 0 }
    /// 0 where it is not known or no notice is owed, 1 for no, 2 for yes.
    @inlinable
    public var early: Int { Int(how >> 29 & 3) }
    /// An index of `CustomerKind.allCases` plus one; 0 where none was given.
    @inlinable
    public var customerKind: Int { Int(how >> 22 & 3) }
    /// An index of `Initiator.allCases` plus one; 0 where none was given.
    @inlinable
    public var initiator: Int { Int(how >> 24 & 3) }
    /// An index of `TerminationType.allCases`.
    @inlinable
    public var terminationType: Int { Int(how >> 26 & 7) }
    /// Of ``ReportSource/currencies``; 0 where the monthly amount is not known.
    @inlinable
    public var currency: Int { Int(when >> 24) }
    /// In minor units of the currency.
    @inlinable
    public var monthlyAmount: Int64 { amount }
    /// Days from the receipt of notice through the last day; nil where the receipt is not known or no notice is owed.
    @inlinable
    public var noticeDays: Int? { notice == .min ? nil : Int(notice) }

    @usableFromInline static let dayMask: UInt32 = 1 << 22 - 1

    /// The day on which ``endDay`` and ``occurredDay`` are 0.
    public static let firstDay = LocalDate.earliest

    public static func day(of date: LocalDate) -> Int { firstDay.days(until: date) }

    /// The index of a case in the order of its enumeration.
    static func place<Value: CaseIterable & Equatable>(of value: Value) -> UInt32 {
        UInt32(Value.allCases.distanceFromStart(to: value))
    }
}

extension Collection where Element: Equatable {
    fileprivate func distanceFromStart(to element: Element) -> Int {
        firstIndex(of: element).map { distance(from: startIndex, to: $0) } ?? 0
    }
}

extension ReportFact {
    /// Where facts stand in the ledger.
    enum Place {
        /// In one row; a power of two.
        static let factsARow = 4096

        static func row(of termination: Int64) -> Int64 { (termination - 1) / Int64(factsARow) }
        static func index(of termination: Int64) -> Int { Int((termination - 1) % Int64(factsARow)) }
    }

    /// Reads a row of ``columns``.
    init(_ row: RawRow, names: inout ReportNames) throws {
        guard let end = row.text(1).flatMap({ LocalDate($0) }), let occurred = row.text(2).flatMap({ LocalDate($0) }),
            let type = row.text(7).flatMap(TerminationType.init(rawValue:))
        else {
            throw LedgerError(.damaged, "A termination has a value that this version does not know.")
        }
        how = UInt32(ReportFact.day(of: end)) | ReportFact.place(of: type) << 26
        when = UInt32(ReportFact.day(of: occurred)) | 1 << 23
        if let kind = row.text(5).flatMap(CustomerKind.init(rawValue:)) {
            how |= (ReportFact.place(of: kind) + 1) << 22
        }
        if let initiator = row.text(6).flatMap(Initiator.init(rawValue:)) {
            how |= (ReportFact.place(of: initiator) + 1) << 24
        }
        if type.owesNotice, let early = row.optionalInteger(9) { how |= (early != 0 ? 2 : 1) << 29 }
        if row.integer(3) != 0 { how |= 1 << 31 }
        if row.integer(8) != 0 { when |= 1 << 22 }
        if let currency = row.text(11) {
            when |= try names.number(of: currency, .currency) << 24
            amount = row.integer(10)
        }
        reason = UInt32(truncatingIfNeeded: row.optionalInteger(4) ?? 0)
        contractType = try row.text(12).map { try names.number(of: $0, .contractType) } ?? 0
        channel = try row.text(13).map { try names.number(of: $0, .channel) } ?? 0
        if type.owesNotice, let received = row.text(14).flatMap({ LocalDate($0) }) {
            notice = Int32(received.days(until: end))
        }
    }

    /// Of `terminations`.
    static let columns = """
        id, end_date, occurred_on, ended, reason, customer_kind, initiator, termination_type, is_backdated, is_early, \
        monthly_amount, currency, contract_type, channel, received_on
        """
}
