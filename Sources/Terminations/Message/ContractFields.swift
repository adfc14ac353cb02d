import JSON

/// The fields of a message's `contract`, each read by itself.
struct ContractFields: Sendable {
    let startDate: Parsed<LocalDate>
    let termEndDate: Parsed<LocalDate>
    let noticePeriod: Parsed<DateDuration>
    let noticeTo: Parsed<NoticeTo>
    let earliestEndDate: Parsed<LocalDate>
    let billedThrough: Parsed<LocalDate>
    let billingPeriod: Parsed<DateDuration>
    let periodAmount: Parsed<Int64>
    let currency: Parsed<Currency>
    /// Whether `contract` is present but not an object.
    let isInvalid: Bool

    init(_ fields: inout FieldReader) {
        let object = fields.optional(.contract, ObjectField())
        isInvalid = object.isInvalid
        var facts = FieldReader(
            object.value ?? JSONObject(distinct: []),
            at: fields.pointer.appending(Field.contract.rawValue)
        )
        startDate = facts.optional(.startDate, DateField())
        termEndDate = facts.optional(.termEndDate, DateField())
        noticePeriod = facts.optional(.noticePeriod, DateDurationField())
        noticeTo = facts.optional(.noticeTo, ChoiceField())
        earliestEndDate = facts.optional(.earliestEndDate, DateField())
        billedThrough = facts.optional(.billedThrough, DateField())
        billingPeriod = facts.optional(.billingPeriod, DateDurationField())
        periodAmount = facts.optional(.periodAmount, Self.amount)
        currency = facts.optional(.currency, CurrencyField())

        switch (periodAmount, currency) {
        case (.absent, .value): facts.reportMissing(.periodAmount, expected: Self.amount.expected)
        case (.value, .absent): facts.reportMissing(.currency, expected: CurrencyField().expected)
        case (.absent, .absent), (.value, .value), (.invalid, _), (_, .invalid): break
        }
        if let startDate = startDate.value {
            facts.refuse(termEndDate.value, .termEndDate, moreThanADayBefore: startDate)
            facts.refuse(billedThrough.value, .billedThrough, moreThanADayBefore: startDate)
        }
        fields.report(facts.violations)
    }

    private static let amount = IntegerField(0...Money.range.upperBound)

    /// The valid facts, and an amount only with its currency.
    var facts: ContractFacts {
        var amount: Money?
        if let minorUnits = periodAmount.value, let currency = currency.value {
            amount = Money(minorUnits: minorUnits, currency: currency)
        }
        return ContractFacts(
            startDate: startDate.value,
            termEndDate: termEndDate.value,
            noticePeriod: noticePeriod.value,
            noticeTo: noticeTo.value,
            earliestEndDate: earliestEndDate.value,
            billedThrough: billedThrough.value,
            billingPeriod: billingPeriod.value,
            periodAmount: amount
        )
    }
}

extension FieldReader {
    fileprivate mutating func optional<Kind: FieldKind>(_ field: ContractField, _ kind: Kind) -> Parsed<Kind.Value> {
        optional(field.rawValue, kind)
    }

    /// The day before the start is allowed: it means that no term was agreed, or nothing was billed.
    fileprivate mutating func refuse(_ date: LocalDate?, _ field: ContractField, moreThanADayBefore start: LocalDate) {
        guard let date, date < start.adding(days: -1) else { return }
        report(
            .contradictoryDates,
            at: field.rawValue,
            "The field \(field.rawValue) is before the start of the contract.",
            expected: "\(start.adding(days: -1)) or later, since the contract starts on \(start)"
        )
    }

    fileprivate mutating func reportMissing(_ field: ContractField, expected: String) {
        reportMissing(field.rawValue, expected: expected)
    }
}
