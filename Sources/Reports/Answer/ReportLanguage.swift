/// A language that reports are written in.
public enum ReportLanguage: String, CaseIterable, Sendable {
    case en
    case nl

    /// The one that a language tag (BCP 47) begins with, such as `nl` of `nl-BE`.
    public init?(tag: String) {
        self.init(rawValue: tag.lowercased().split(separator: "-").first.map(String.init) ?? "")
    }
}
