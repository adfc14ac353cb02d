public import JSON
import Ledger
public import Terminations

/// What a form that asks for the reason of a termination needs to know.
public struct FormReasons: Sendable {
    public let settingsVersion: Int
    /// The day on which the termination is made, in the settings' zone.
    public let date: LocalDate
    public let settings: Settings
    public let reasonRequired: Bool
    /// Those that can be given, in their order.
    public let reasons: [CancellationReason]
    /// The language of the labels; one that a reason has no label in has that of the settings.
    public let language: String

    /// One JSON object.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("settingsVersion")
        json.integer(settingsVersion)
        json.name("date")
        json.date(date)
        json.name("timeZone")
        json.string(settings.timeZone.name)
        json.name("defaultLanguage")
        json.string(settings.defaultLanguage)
        json.name("reasonRequired")
        json.bool(reasonRequired)
        json.name("maxNoteLength")
        json.integer(settings.note.maxLength)
        json.name("items")
        json.beginArray()
        for reason in reasons {
            let label = label(of: reason)
            json.beginObject()
            json.name("label")
            json.string(label.text)
            json.name("labelLanguage")
            json.string(label.language)
            reason.writeMembers(to: &json)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }

    /// In the language that was asked for, without its region, or in that of the settings.
    private func label(of reason: CancellationReason) -> (text: String, language: String) {
        let primary = language.split(separator: "-").first.map(String.init) ?? language
        for language in [language, primary, settings.defaultLanguage] {
            let found = reason.labels.first { $0.key.lowercased() == language.lowercased() }
            if let found { return (found.value, found.key) }
        }
        return (reason.code, settings.defaultLanguage)
    }
}

extension Application {
    /// The reasons for a form, by the current settings.
    ///
    /// - Parameter language: of the labels (BCP 47); nil is that of the settings.
    public func formReasons(for facts: FormFacts, in language: String? = nil) throws -> FormReasons {
        let applied = try appliedSettings()
        let settings = try applied.settingsDocument().settings
        return FormReasons(
            settingsVersion: applied.version,
            date: settings.timeZone.localDate(at: facts.occurredAt),
            settings: settings,
            reasonRequired: settings.requiresReason(for: facts),
            reasons: settings.reasons(for: facts),
            language: language ?? settings.defaultLanguage
        )
    }
}
