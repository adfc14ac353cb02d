/// Names of reasons that say nothing, in the languages that are likely here.
public enum CatchAllWords {
    private static let words: Set<String> = [
        "other", "others", "misc", "miscellaneous", "unknown", "unspecified", "various", "else", "none",
        "overig", "overige", "anders", "onbekend", "divers", "diversen",
        "sonstige", "sonstiges", "sonstiger", "andere", "anderes", "unbekannt", "verschiedenes",
        "autre", "autres", "inconnu", "inconnue", "otro", "otra", "otros", "otras", "desconocido",
        "altro", "altri", "outro", "outros",
    ]
    /// Words that may stand beside one of those: "Other reason", "Andere reden", "Sonstige Gründe".
    private static let fillers: Set<String> = [
        "reason", "reasons", "something", "any", "reden", "redenen", "namelijk", "grund", "gründe", "raison", "raisons",
        "motivo", "motivos", "motivi",
    ]

    /// Whether every word is one of these: "Moved to another supplier" is no catch-all, "Other reason" is.
    public static func isCatchAll(_ name: String) -> Bool {
        let parts = name.lowercased().split { !$0.isLetter }.map(String.init)
        return parts.contains(where: words.contains) && parts.allSatisfy { words.contains($0) || fillers.contains($0) }
    }
}
