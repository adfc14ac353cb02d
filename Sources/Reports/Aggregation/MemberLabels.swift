import Terminations

/// Labels for members of dimensions that settings and messages do not label.
enum MemberLabels {
    static func notGiven(_ language: ReportLanguage) -> String {
        switch language {
        case .en: "(not given)"
        case .nl: "(niet opgegeven)"
        }
    }

    static func withheld(_ language: ReportLanguage) -> String {
        switch language {
        case .en: "(confidential)"
        case .nl: "(vertrouwelijk)"
        }
    }

    /// For names beyond the number that the facts can distinguish.
    static func others(_ language: ReportLanguage) -> String {
        switch language {
        case .en: "(others)"
        case .nl: "(overige)"
        }
    }

    static func initiator(_ initiator: Initiator, _ language: ReportLanguage) -> String {
        switch (initiator, language) {
        case (.customer, .en): "Customer"
        case (.customer, .nl): "Klant"
        case (.provider, .en): "Provider"
        case (.provider, .nl): "Aanbieder"
        case (.system, .en): "System"
        case (.system, .nl): "Systeem"
        }
    }

    static func customerKind(_ kind: CustomerKind, _ language: ReportLanguage) -> String {
        switch (kind, language) {
        case (.consumer, .en): "Consumer"
        case (.consumer, .nl): "Consument"
        case (.business, .en): "Business"
        case (.business, .nl): "Zakelijk"
        }
    }

    static func terminationType(_ type: TerminationType, _ language: ReportLanguage) -> String {
        switch (type, language) {
        case (.ordinary, .en): "Ordinary"
        case (.ordinary, .nl): "Gewoon"
        case (.extraordinary, .en): "Extraordinary"
        case (.extraordinary, .nl): "Buitengewoon"
        case (.mutual, .en): "By mutual agreement"
        case (.mutual, .nl): "In overleg"
        case (.nonRenewal, .en): "Not renewed"
        case (.nonRenewal, .nl): "Niet verlengd"
        case (.coolingOff, .en): "Within the cooling-off period"
        case (.coolingOff, .nl): "Binnen de bedenktijd"
        case (.administrative, .en): "Administrative"
        case (.administrative, .nl): "Administratief"
        }
    }

    static func voluntary(_ isVoluntary: Bool, _ language: ReportLanguage) -> String {
        switch (isVoluntary, language) {
        case (true, .en): "Voluntary"
        case (true, .nl): "Vrijwillig"
        case (false, .en): "Involuntary"
        case (false, .nl): "Onvrijwillig"
        }
    }
}
