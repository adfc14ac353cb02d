/// A message's `contract` as far as it could be read.
struct ContractDraft: Sendable {
    let startDate: Given<LocalDate>
    let termEndDate: Given<LocalDate>
    let noticePeriod: Given<DateDuration>
    let billedThrough: Given<LocalDate>
    let billingPeriod: Given<DateDuration>
    let periodAmount: Given<Int64>
    let currency: Given<Currency>
    /// `contract` itself is there and is no object.
    let isBroken: Bool

    init(_ fields: inout FieldReader) {
        let object = fields.optional(.contract, ObjectField())
        isBroken = object.isBroken
        var facts = FieldReader(
            object.value ?? JSONObject(distinct: []),
            at: fields.pointer.appending(Field.contract.rawValue)
        )
        startDate = facts.optional(.startDate, DateField())
        termEndDate = facts.optional(.termEndDate, DateField())
        noticePeriod = facts.optional(.noticePeriod, DateDurationField())
        billedThrough = facts.optional(.billedThrough, DateField())
        billingPeriod = facts.optional(.billingPeriod, DateDurationField())
        periodAmount = facts.optional(.periodAmount, IntegerField())
        currency = facts.optional(.currency, CurrencyField())

        switch (periodAmount, currency) {
        case (.absent, .value): facts.missing(.periodAmount, expected: IntegerField().expected)
        case (.value, .absent): facts.missing(.currency, expected: CurrencyField().expected)
        case (.absent, .absent), (.value, .value), (.broken, _), (_, .broken): break
        }
        fields.note(facts.violations)
    }

    /// The facts that are valid; an amount only with its currency.
    var facts: ContractFacts {
        var amount: Money?
        if let minorUnits = periodAmount.value, let currency = currency.value {
            amount = Money(minorUnits: minorUnits, currency: currency)
        }
        return ContractFacts(
            startDate: startDate.value,
            termEndDate: termEndDate.value,
            noticePeriod: noticePeriod.value,
            billedThrough: billedThrough.value,
            billingPeriod: billingPeriod.value,
            periodAmount: amount
        )
    }
}

extension FieldReader {
    fileprivate mutating func optional<Kind: FieldKind>(_ field: ContractField, _ kind: Kind) -> Given<Kind.Value> {
        optional(field.rawValue, kind)
    }

    fileprivate mutating func missing(_ field: ContractField, expected: String) {
        missing(field.rawValue, expected: expected)
    }
}
