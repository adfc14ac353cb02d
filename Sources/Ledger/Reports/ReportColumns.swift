import GRDB
import Terminations

/// What reports ask of a termination besides its dates and parties: the columns of version 4.
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

    func bind(to arguments: inout RawStatement.Arguments) {
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

extension ReportColumns {
    /// Fills the columns of what an earlier version recorded, from the messages in the inbox.
    static func fill(_ database: Database) throws {
        let update = try RawStatement(
            database,
            "UPDATE terminations SET occurred_on = ?, (\(names)) = (?, ?, ?, ?, ?, ?) WHERE id = ?"
        )
        var zones: [Int: SettingsVersion] = [:]
        var last: Int64 = 0
        while true {
            let page = try messages(after: last, database)
            guard let end = page.last else { return }
            for message in page {
                let settings =
                    try zones[message.settingsVersion]
                    ?? SettingsVersion.fetch(database, number: message.settingsVersion)
                zones[message.settingsVersion] = settings
                let termination = try message.termination(under: settings)
                try update.execute {
                    $0.text(termination.timeZone.localDate(at: message.madeAt).description)
                    ReportColumns(termination).bind(to: &$0)
                    $0.integer(message.row)
                }
            }
            last = end.row
        }
    }

    /// Some hundreds of terminations with the latest message that says how they end.
    private static func messages(after row: Int64, _ database: Database) throws -> [TerminationSource] {
        var page: [TerminationSource] = []
        try RawStatement(
            database,
            """
            SELECT terminations.id, occurred_at, termination_revisions.settings_version, body
            FROM terminations JOIN termination_revisions ON termination = terminations.id
                AND termination_revisions.revision = (
                    SELECT max(revision) FROM termination_revisions
                    WHERE termination = terminations.id AND action <> 'withdraw')
            WHERE terminations.id > ? ORDER BY terminations.id LIMIT 500
            """
        )
        .forEachRow {
            $0.integer(row)
        } _: { row in
            page.append(
                TerminationSource(
                    row: row.integer(0),
                    madeAt: Instant(milliseconds: row.integer(1)),
                    settingsVersion: Int(row.integer(2)),
                    body: row.bytes(3)
                )
            )
        }
        return page
    }
}

/// A message of the inbox that says how a termination is.
private struct TerminationSource {
    let row: Int64
    let madeAt: Instant
    let settingsVersion: Int
    let body: [UInt8]

    /// The inbox does not keep the content type: what cannot be read as a message is the envelope of one.
    func termination(under settings: SettingsVersion) throws -> Termination {
        let limits = MessageLimits(maxBytes: .max, maxDepth: MessageLimits.deepest)
        let readings = [nil, "application/cloudevents+json"].lazy.map {
            ParsedMessage(IncomingMessage(body: body, properties: MessageProperties(contentType: $0)), limits: limits)
        }
        guard let message = readings.compactMap(\.message).first, let endDate = message.endDate else {
            throw LedgerError(.damaged, "A recorded message cannot be read.")
        }
        let zone = message.timeZone ?? settings.settings.timeZone
        return Termination(
            of: message,
            endDate: endDate,
            reason: nil,
            settings: settings,
            timeZone: zone,
            occurredOn: zone.localDate(at: message.occurredAt)
        )
    }
}
