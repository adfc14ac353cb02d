/// Finds what in valid settings is probably not meant. Pure: the same settings have the same findings.
///
/// What can be said to be wrong is refused when settings are read: codes that two reasons have, a `validFrom` after the
/// `validThrough`, a merge into nothing or in a circle.
public enum SettingsLint {
    /// The findings, in the order of the document.
    ///
    /// - Parameter today: reasons that were retired before this day are history, and are not asked for translations or
    ///   notes any more.
    public static func findings(in settings: Settings, on today: LocalDate) -> [LintFinding] {
        ruleFindings(in: settings.reasonRequired)
            + ReasonLint(settings, today: today).findings
    }
}
