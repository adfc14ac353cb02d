/// A text in the languages of the console's pages.
///
/// Both stand side by side where the text is made, so that one that lacks a translation does not compile. The command line,
/// the HTTP API, events and logs use the English one.
public struct LocalizedText: Sendable, Equatable {
    public let en: String
    public let nl: String

    public init(_ en: String, _ nl: String) {
        self.en = en
        self.nl = nl
    }
}
