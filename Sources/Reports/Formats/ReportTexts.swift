import Terminations

/// What a report says in words.
struct ReportTexts {
    let title: String
    let byEnd: String
    let byOccurred: String
    let terminations: String
    let share: String
    let lostMonthly: String
    let medianNotice: String
    let early: String
    let backdated: String
    let days: String
    let before: String
    let yearBefore: String
    let change: String
    let trend: String
    let trendNote: String
    let month: String
    let movers: String
    let moversNote: String
    let rising: String
    let falling: String
    let noMovers: String
    let quality: String
    let apart: String
    let withdrawn: String
    let administrative: String
    let withoutReason: String
    let catchAll: String
    let refusedAtFirst: String
    let unrecorded: String
    let relabelled: String
    let others: String
    let total: String
    let incomplete: String
    let unknownMonth: String
    let noData: String
    let notComparable: String
    let isNew: String
    let about: String
    let asRecorded: String
    let bySettings: String
    let unknown: String

    static func of(_ language: ReportLanguage) -> ReportTexts {
        switch language {
        case .en: en
        case .nl: nl
        }
    }

    static let en = ReportTexts(
        title: "Why contracts ended",
        byEnd: "by the last day of the contract",
        byOccurred: "by the day on which they were terminated",
        terminations: "Terminations",
        share: "Share",
        lostMonthly: "Lost a month",
        medianNotice: "Median notice",
        early: "Before the end of the term",
        backdated: "Told of afterwards",
        days: "days",
        before: "Period before",
        yearBefore: "Year before",
        change: "Change",
        trend: "Month by month",
        trendNote: "All terminations by month; those of the period stand out.",
        month: "Month",
        movers: "What changed most",
        moversNote: "Against the period before, in terminations.",
        rising: "More than before",
        falling: "Fewer than before",
        noMovers: "Nothing changed against the period before.",
        quality: "How far these figures can be trusted",
        apart: "Not counted as losses",
        withdrawn: "Withdrawn: the contract goes on",
        administrative: "Administrative: clerical corrections",
        withoutReason: "Without a reason",
        catchAll: "With a reason that says nothing",
        refusedAtFirst: "Refused at first, and recorded later",
        unrecorded: "Messages that are refused or wait now, and are in no figure",
        relabelled: "Recorded under one code with several labels",
        others: "Others",
        total: "Total",
        incomplete: "not over yet",
        unknownMonth: "not recorded, or not whole",
        noData: "No termination is recorded for this period.",
        notComparable: "not recorded",
        isNew: "new",
        about: "What is counted",
        asRecorded: "Reasons stand under the code and label that they were recorded with.",
        bySettings:
            "Reasons stand as they are called today; what was merged counts under the reason that replaced it.",
        unknown: "not known"
    )

    static let nl = ReportTexts(
        title: "Waarom contracten eindigden",
        byEnd: "naar de laatste dag van het contract",
        byOccurred: "naar de dag waarop is opgezegd",
        terminations: "Beëindigingen",
        share: "Aandeel",
        lostMonthly: "Verlies per maand",
        medianNotice: "Mediane opzegtermijn",
        early: "Vóór het einde van de looptijd",
        backdated: "Achteraf gemeld",
        days: "dagen",
        before: "Periode ervoor",
        yearBefore: "Jaar ervoor",
        change: "Verschil",
        trend: "Van maand tot maand",
        trendNote: "Alle beëindigingen per maand; die van de periode springen eruit.",
        month: "Maand",
        movers: "Wat het meest veranderde",
        moversNote: "Ten opzichte van de periode ervoor, in beëindigingen.",
        rising: "Meer dan ervoor",
        falling: "Minder dan ervoor",
        noMovers: "Er veranderde niets ten opzichte van de periode ervoor.",
        quality: "Hoe betrouwbaar deze cijfers zijn",
        apart: "Niet als verlies geteld",
        withdrawn: "Ingetrokken: het contract loopt door",
        administrative: "Administratief: correcties in de boeken",
        withoutReason: "Zonder reden",
        catchAll: "Met een reden die niets zegt",
        refusedAtFirst: "Eerst geweigerd, later vastgelegd",
        unrecorded: "Berichten die nu geweigerd zijn of wachten, en in geen cijfer staan",
        relabelled: "Onder één code met verschillende namen vastgelegd",
        others: "Overige",
        total: "Totaal",
        incomplete: "nog niet voorbij",
        unknownMonth: "niet of niet geheel vastgelegd",
        noData: "Voor deze periode is geen beëindiging vastgelegd.",
        notComparable: "niet vastgelegd",
        isNew: "nieuw",
        about: "Wat er is geteld",
        asRecorded: "Redenen staan onder de code en de naam waarmee ze zijn vastgelegd.",
        bySettings:
            "Redenen staan zoals ze nu heten; wat is samengevoegd telt bij de reden die ervoor in de plaats kwam.",
        unknown: "niet bekend"
    )
}

extension ReportDimension {
    func text(_ language: ReportLanguage) -> String {
        switch (self, language) {
        case (.reason, .en): "Reason"
        case (.reason, .nl): "Reden"
        case (.category, .en): "Category"
        case (.category, .nl): "Categorie"
        case (.month, .en): "Month"
        case (.month, .nl): "Maand"
        case (.quarter, .en): "Quarter"
        case (.quarter, .nl): "Kwartaal"
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
