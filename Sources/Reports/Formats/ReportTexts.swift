import Terminations

/// A language of reports.
public enum ReportLanguage: String, CaseIterable, Sendable {
    case en
    case nl

    /// The language of a tag (BCP 47): `nl` for `nl-BE`.
    public init?(tag: String) {
        self.init(rawValue: tag.lowercased().split(separator: "-").first.map(String.init) ?? "")
    }
}

/// The texts of a report in one language.
struct ReportTexts {
    let title: String
    let titleAhead: String
    let byEnd: String
    let byOccurred: String
    let terminations: String
    let soFar: String
    let willEnd: String
    let asKnown: String
    let today: String
    let share: String
    let lostMonthly: String
    let otherCurrencies: String
    let medianNotice: String
    let negativeNotice: String
    let early: String
    let backdated: String
    let before: String
    let sameDaysBefore: String
    let yearBefore: String
    let sameDaysYearBefore: String
    let change: String
    let trend: String
    let trendNote: String
    let inPeriod: String
    let outsidePeriod: String
    let openMonth: String
    let month: String
    let biggestChanges: String
    let biggestChangesNote: String
    let rising: String
    let falling: String
    let noChanges: String
    let quality: String
    let excluded: String
    let withdrawn: String
    let administrative: String
    let withoutReason: String
    let catchAll: String
    let refusedAtFirst: String
    let unrecorded: String
    let refusedByImports: String
    let relabelled: String
    let others: String
    let total: String
    let allFigures: String
    let heat: String
    let scroll: String
    let unknownMonth: String
    let notComparable: String
    let isNew: String
    let about: String
    let only: String
    let asRecorded: String
    let bySettings: String

    static func of(_ language: ReportLanguage) -> ReportTexts {
        switch language {
        case .en: en
        case .nl: nl
        }
    }

    static let en = ReportTexts(
        title: "Why contracts ended",
        titleAhead: "Why contracts will end",
        byEnd: "by the last day of the contract",
        byOccurred: "by the day on which they were terminated",
        terminations: "Terminations",
        soFar: "Terminations so far",
        willEnd: "Will end",
        asKnown: "as recorded so far",
        today: "Today",
        share: "Share",
        lostMonthly: "Lost a month",
        otherCurrencies: "Other currencies",
        medianNotice: "Median notice",
        negativeNotice: "A negative notice means that it was received after the last day of the contract.",
        early: "Before the end of the term",
        backdated: "Recorded retroactively",
        before: "Period before",
        sameDaysBefore: "Same days before",
        yearBefore: "Year before",
        sameDaysYearBefore: "Same days a year before",
        change: "Change",
        trend: "Month by month",
        trendNote: "All terminations by month.",
        inPeriod: "months of the period",
        outsidePeriod: "months before it",
        openMonth: "will end, or not all recorded",
        month: "Month",
        biggestChanges: "What changed most",
        biggestChangesNote: "In terminations, compared with",
        rising: "More than before",
        falling: "Fewer than before",
        noChanges: "Nothing changed against the period before.",
        quality: "How far these figures can be trusted",
        excluded: "Not counted as losses",
        withdrawn: "Withdrawn: the contract continues",
        administrative: "Administrative: clerical corrections",
        withoutReason: "Without a reason",
        catchAll: "Catch-all reason, such as “other”",
        refusedAtFirst: "Rejected at first, recorded later",
        unrecorded: "Rejected or pending messages, not included",
        refusedByImports: "Rows that imports rejected, in all",
        relabelled: "Recorded under one code with several labels",
        others: "Others",
        total: "Total",
        allFigures: "All figures",
        heat: "Terminations; the stronger the colour, the more there are",
        scroll: "Where columns are cut off, scroll the table sideways →",
        unknownMonth: "not recorded, or not whole",
        notComparable: "not recorded",
        isNew: "new",
        about: "What is counted",
        only: "Only",
        asRecorded: "Reasons have the code and label that they were recorded with.",
        bySettings:
            "Reasons have their current labels. A merged reason counts under the reason that replaced it."
    )

    static let nl = ReportTexts(
        title: "Waarom contracten eindigden",
        titleAhead: "Waarom contracten nog eindigen",
        byEnd: "naar de laatste dag van het contract",
        byOccurred: "naar de dag waarop is opgezegd",
        terminations: "Beëindigingen",
        soFar: "Beëindigingen tot nu toe",
        willEnd: "Eindigen nog",
        asKnown: "voor zover nu vastgelegd",
        today: "Vandaag",
        share: "Aandeel",
        lostMonthly: "Verlies per maand",
        otherCurrencies: "Andere munten",
        medianNotice: "Mediane opzegtermijn",
        negativeNotice:
            "Een negatieve opzegtermijn betekent dat de opzegging na de laatste dag van het contract is ontvangen.",
        early: "Vóór het einde van de looptijd",
        backdated: "Achteraf vastgelegd",
        before: "Periode ervoor",
        sameDaysBefore: "Zelfde dagen ervoor",
        yearBefore: "Jaar ervoor",
        sameDaysYearBefore: "Zelfde dagen een jaar ervoor",
        change: "Verschil",
        trend: "Van maand tot maand",
        trendNote: "Alle beëindigingen per maand.",
        inPeriod: "maanden van de periode",
        outsidePeriod: "maanden ervoor",
        openMonth: "eindigen nog, of niet geheel vastgelegd",
        month: "Maand",
        biggestChanges: "Wat het meest veranderde",
        biggestChangesNote: "In beëindigingen, vergeleken met",
        rising: "Meer dan ervoor",
        falling: "Minder dan ervoor",
        noChanges: "Er veranderde niets ten opzichte van de periode ervoor.",
        quality: "Hoe betrouwbaar deze cijfers zijn",
        excluded: "Niet als verlies geteld",
        withdrawn: "Ingetrokken: het contract loopt door",
        administrative: "Administratief: correcties in de boeken",
        withoutReason: "Zonder reden",
        catchAll: "Verzamelreden, zoals “anders”",
        refusedAtFirst: "Eerst geweigerd, later vastgelegd",
        unrecorded: "Geweigerde of wachtende berichten, niet meegeteld",
        refusedByImports: "Regels die imports hebben geweigerd, in totaal",
        relabelled: "Onder één code met verschillende namen vastgelegd",
        others: "Overige",
        total: "Totaal",
        allFigures: "Alle cijfers",
        heat: "Beëindigingen; hoe sterker de kleur, hoe meer het er zijn",
        scroll: "Waar kolommen wegvallen: schuif de tabel opzij →",
        unknownMonth: "niet of niet geheel vastgelegd",
        notComparable: "niet vastgelegd",
        isNew: "nieuw",
        about: "Wat er is geteld",
        only: "Alleen",
        asRecorded: "Redenen staan onder de code en de naam waarmee ze zijn vastgelegd.",
        bySettings:
            "Redenen staan zoals ze nu heten; wat is samengevoegd telt bij de reden die ervoor in de plaats kwam."
    )
}

extension ReportDimension {
    func text(_ language: ReportLanguage) -> String {
        switch (self, language) {
        case (.reason, .en): "Reason"
        case (.reason, .nl): "Reden"
        case (.category, .en): "Category"
        case (.category, .nl): "Categorie"
        case (.week, .en), (.week, .nl): "Week"
        case (.month, .en): "Month"
        case (.month, .nl): "Maand"
        case (.quarter, .en): "Quarter"
        case (.quarter, .nl): "Kwartaal"
        case (.year, .en): "Year"
        case (.year, .nl): "Jaar"
        case (.contractType, .en): "Contract type"
        case (.contractType, .nl): "Contractsoort"
        case (.customerKind, .en): "Customer kind"
        case (.customerKind, .nl): "Soort klant"
        case (.initiator, .en): "Initiator"
        case (.initiator, .nl): "Initiatiefnemer"
        case (.terminationType, .en): "Termination type"
        case (.terminationType, .nl): "Wijze van beëindiging"
        case (.channel, .en): "Channel"
        case (.channel, .nl): "Kanaal"
        case (.voluntary, .en): "Voluntary"
        case (.voluntary, .nl): "Vrijwillig"
        }
    }
}
