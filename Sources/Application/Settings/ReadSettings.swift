import JSON
import Ledger
import Terminations

extension Application {
    /// One version of the settings as it was applied; the current one when `version` is nil.
    ///
    /// - Throws: ``ApplicationError`` with `noSettings` where none were ever applied, and with `notFound` where there is
    ///   no such version.
    public func appliedSettings(_ version: Int? = nil) throws -> AppliedSettings {
        if let applied = try ledger.appliedSettings(version) { return applied }
        if let version {
            throw ApplicationError(
                .notFound,
                "There is no version \(version) of the settings.",
                "Er is geen versie \(version) van de instellingen.",
                remedy: .listSettingsVersions
            )
        }
        throw ApplicationError(
            .noSettings,
            "No settings were ever applied.",
            "Er zijn nooit instellingen toegepast.",
            remedy: .applySettings
        )
    }

    /// Every version, the latest first.
    public func settingsHistory() throws -> [AppliedSettings] { try ledger.settingsHistory() }

    /// What is different between two versions.
    ///
    /// - Parameter later: nil compares with the current settings.
    public func compareSettings(_ earlier: Int, with later: Int? = nil) throws -> SettingsComparison {
        let (old, new) = (try appliedSettings(earlier), try appliedSettings(later))
        return SettingsComparison(
            from: old.version,
            to: new.version,
            difference: SettingsDifference(from: try old.settingsDocument(), to: try new.settingsDocument()),
            uses: try ledger.reasonUses()
        )
    }
}

extension AppliedSettings {
    /// One JSON object, without the document.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("version")
        json.integer(version)
        json.name("hash")
        json.string(hash)
        json.name("appliedAt")
        json.instant(appliedAt)
        json.name("appliedBy")
        json.string(appliedBy)
        json.name("via")
        json.string(via.text)
        json.name("reason")
        json.string(reason)
        json.endObject()
    }
}

/// What is different between two versions of the settings.
public struct SettingsComparison: Sendable {
    public let from: Int
    public let to: Int
    public let difference: SettingsDifference
    let uses: [ReasonUse]

    /// One JSON object.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("from")
        json.integer(from)
        json.name("to")
        json.integer(to)
        difference.writeMembers(to: &json, uses: uses)
        json.endObject()
    }
}
