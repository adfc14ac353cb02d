import Terminations

/// The columns of a termination that only reports read.
struct ReportColumns {
    let receivedOn: String?
    let isBackdated: Bool
    let isEarly: Bool?
    let monthlyAmount: Int64?
    /// There together with the amount.
    let currency: String?
    let channel: String?

    init(_ termination: Termination) {
        receivedOn = termination.message.receivedOn?.description
        isBackdated = termination.backdatedDays > 0
        isEarly = termination.term?.isEarly
        monthlyAmount = termination.recurring?.monthlyAmountLost
        currency = monthlyAmount == nil ? nil : termination.recurring?.periodAmount.currency.code
        channel = termination.message.channel
    }

    func bind(to arguments: inout some ArgumentBinding) {
        arguments.text(receivedOn)
        arguments.integer(isBackdated ? 1 : 0)
        arguments.integer(isEarly.map { $0 ? 1 : 0 })
        arguments.integer(monthlyAmount)
        arguments.text(currency)
        arguments.text(channel)
    }

    /// In the order in which ``bind(to:)`` takes them.
    static let names = "received_on, is_backdated, is_early, monthly_amount, currency, channel"
}
