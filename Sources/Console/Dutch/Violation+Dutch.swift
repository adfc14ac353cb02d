import Reports
import Terminations

extension Violation {
    /// What is wrong, in the language of the page.
    func sentence(_ t: Language) -> PageSentence {
        let dutch = code.dutch
        return t.sentence(message, among: dutch.sentences, otherwise: dutch.general)
    }

    /// What is valid, in the language of the page; nil where the violation does not say it.
    func expectation(_ t: Language) -> Expectation? {
        guard let expected else { return nil }
        guard t == .nl else { return .words(t(expected, expected)) }
        if let words = Self.dutch(expected: expected) { return .words(words) }
        let isList = expected.split(separator: ", ").allSatisfy { !$0.contains(" ") }
        return isList || code.expectsValues ? .values(expected) : .english(expected)
    }

    enum Expectation: Equatable {
        /// In the language of the page.
        case words(String)
        /// Codes, ids or names that are the same in every language.
        case values(String)
        case english(String)

        var text: String {
            switch self {
            case .words(let text), .values(let text), .english(let text): text
            }
        }
    }

    /// `or later` and the like, in Dutch; nil where they are not known.
    static func dutch(expected: String) -> String? {
        expectations.translation(of: expected) { dutch(expected: $0) ?? $0 }
    }

    private static let expectations = [
        KnownSentence("{1}; or leave it out", "{1}; of laat het weg"),
        KnownSentence("date without a time, such as {1}", "datum zonder tijd, zoals {1}"),
        KnownSentence(
            "RFC 3339 instant with an offset, such as {1}",
            "tijdstip volgens RFC 3339 met het verschil met UTC, zoals {1}"
        ),
        KnownSentence("IANA time zone name, such as {1}", "naam van een IANA-tijdzone, zoals {1}"),
        KnownSentence(
            "ISO 8601 date duration above zero, such as {1}",
            "duur volgens ISO 8601 van ten minste een dag, zoals {1}"
        ),
        KnownSentence(
            "ISO 8601 duration of days, hours, minutes and seconds, such as {1}",
            "duur volgens ISO 8601 in dagen, uren, minuten en seconden, zoals {1}"
        ),
        KnownSentence("ISO 4217 code, such as {1}", "code volgens ISO 4217, zoals {1}"),
        KnownSentence("language tag, such as nl or pt-BR", "taalcode, zoals nl of pt-BR"),
        KnownSentence("label in the default language", "label in de standaardtaal"),
        KnownSentence("string of {1} to {2} printable characters", "tekst van {1} tot {2} zichtbare tekens"),
        KnownSentence("string of {1} to {2} characters", "tekst van {1} tot {2} tekens"),
        KnownSentence("string of at most {1} characters", "tekst van hoogstens {1} tekens"),
        KnownSentence(
            "text without control characters other than tab and line feed",
            "tekst zonder andere stuurtekens dan tab en regeleinde"
        ),
        KnownSentence("integer", "geheel getal"),
        KnownSentence("integer from {1} to {2}", "geheel getal van {1} tot en met {2}"),
        KnownSentence("object", "object"),
        KnownSentence("list", "lijst"),
        KnownSentence("list such as {1}", "lijst zoals {1}"),
        KnownSentence("list of at most {1} elements", "lijst van hoogstens {1} elementen"),
        KnownSentence("true or false", "true of false"),
        KnownSentence("true, false, or a list of dated rules", "true, false of een lijst van regels met een datum"),
        KnownSentence("at least {1} characters", "ten minste {1} tekens"),
        KnownSentence("at most {1} characters", "hoogstens {1} tekens"),
        KnownSentence("at most {1} bytes", "hoogstens {1} bytes"),
        KnownSentence("at most {1} levels", "hoogstens {1} niveaus"),
        KnownSentence("at most {1} rules", "hoogstens {1} regels"),
        KnownSentence("at most {1} aliases", "hoogstens {1} aliassen"),
        KnownSentence(
            "at most a day after the message is received",
            "hoogstens een dag na de ontvangst van het bericht"
        ),
        KnownSentence("at least {1}", "ten minste {1}"),
        KnownSentence(
            "termination made on {1}, or another currency",
            "beëindiging van {1}, of een andere valuta"
        ),
        KnownSentence("any day", "elke dag"),
        KnownSentence("made on {1} or before", "gedaan op {1} of eerder"),
        KnownSentence(
            "{1}, which says that the contract never came into force, or later",
            "{1} (het contract is dan nooit ingegaan) of later"
        ),
        KnownSentence(
            "{1} or later, since the contract starts on {2}",
            "{1} of later, want het contract begint op {2}"
        ),
        KnownSentence("{1} or later", "{1} of later"),
        KnownSentence("{1} or before", "{1} of eerder"),
        KnownSentence("action correct with a revision above {1}", "action correct met een revision boven {1}"),
        KnownSentence("revision above {1}", "revision boven {1}"),
        KnownSentence(
            "contract.startDate after the recorded end date, {1}",
            "contract.startDate na de vastgelegde einddatum, {1}"
        ),
        KnownSentence(
            "contract.startDate after the recorded end date",
            "contract.startDate na de vastgelegde einddatum"
        ),
        KnownSentence(
            "endDate before {1}, when the contract begins again",
            "endDate voor {1}, wanneer het contract opnieuw begint"
        ),
        KnownSentence(
            "reason in force on {1}; this one is from {2}",
            "reden die geldt op {1}; deze geldt vanaf {2}"
        ),
        KnownSentence(
            "reason in force on {1}; this one was until {2}",
            "reden die geldt op {1}; deze gold tot en met {2}"
        ),
        KnownSentence(
            "application/json or application/cloudevents+json, in UTF-8",
            "application/json of application/cloudevents+json, in UTF-8"
        ),
        KnownSentence("termination message", "bericht over een beëindiging"),
        KnownSentence("one of the two", "een van de twee"),
        KnownSentence(
            "Base64 (RFC 4648, section 4) of a JSON object in UTF-8",
            "Base64 (RFC 4648, paragraaf 4) van een JSON-object in UTF-8"
        ),
        KnownSentence(
            "the object itself instead of a string; its Base64 in data_base64",
            "het object zelf in plaats van een tekst; Base64 ervan in data_base64"
        ),
        KnownSentence(
            "the body unpacked, as JSON in UTF-8, and no content-encoding",
            "de inhoud uitgepakt, als JSON in UTF-8, zonder content-encoding"
        ),
        KnownSentence("the same message, published again", "hetzelfde bericht, opnieuw gepubliceerd"),
    ]
}

extension Violation.Code {
    /// Whether ``Violation/expected`` lists values, in which there may be spaces.
    fileprivate var expectsValues: Bool {
        switch self {
        case .unknownValue, .reasonNotAllowed, .messageIDMismatch, .unsupportedContentType: true
        default: false
        }
    }

    /// The sentences of the violations with this code; and one for each other sentence, such as those that another version
    /// of Terminus made.
    var dutch: (general: String, sentences: [KnownSentence]) {
        switch self {
        case .malformedJSON: ("Het document is geen JSON.", Self.unreadable)
        case .malformedYAML: ("Het document is geen YAML.", Self.unreadableYAML)
        case .notAnObject:
            (
                "Dit is geen JSON-object.",
                [
                    KnownSentence(
                        "A termination message is a JSON object.",
                        "Een bericht over een beëindiging is een JSON-object."
                    ),
                    KnownSentence("Settings are an object.", "Instellingen zijn een object."),
                ]
            )
        case .tooLarge:
            (
                "Dit is te groot.",
                [
                    KnownSentence("The body is too large.", "De inhoud is te groot."),
                    KnownSentence(
                        "The body was too large when it was received, and only its beginning was kept.",
                        "De inhoud was te groot toen die werd ontvangen; alleen het begin is bewaard."
                    ),
                    KnownSentence("The document is too large.", "Het document is te groot."),
                    KnownSentence("The document has too many aliases.", "Het document heeft te veel aliassen."),
                    KnownSentence(
                        "The document is too large when its aliases are expanded.",
                        "Het document is te groot zodra de aliassen zijn uitgewerkt."
                    ),
                    KnownSentence("reasonRequired has {1} rules.", "reasonRequired heeft {1} regels."),
                ] + Self.field("has {1} elements", "heeft {1} elementen")
            )
        case .tooDeep:
            (
                "Het document is te diep genest.",
                [
                    KnownSentence("The document is nested too deep.", "Het document is te diep genest."),
                    Self.placed("The document is nested too deep", "Het document is te diep genest"),
                ]
            )
        case .invalidUTF8:
            (
                "Dit is geen UTF-8.",
                [
                    Self.placed("The document is not UTF-8", "Het document is geen UTF-8"),
                    KnownSentence("The document is not UTF-8.", "Het document is geen UTF-8."),
                ]
            )
        case .missingField:
            (
                "Er ontbreekt een veld.",
                [
                    KnownSentence("The field {1} is missing.", "Het veld {1} ontbreekt."),
                    KnownSentence("The CloudEvent has no data.", "Het CloudEvent heeft geen data."),
                ]
            )
        case .wrongType: ("De waarde is van een ander type.", Self.wrongTypes)
        case .unknownValue: ("Deze waarde is hier niet mogelijk.", Self.unknownValues)
        case .tooLong:
            (
                "De tekst is te lang.",
                Self.field("is too long", "is te lang")
                    + [KnownSentence("The note is too long.", "De toelichting is te lang.")]
            )
        case .tooShort:
            (
                "De tekst of de lijst is te kort.",
                Self.field("is too short", "is te kort") + Self.field("is empty", "is leeg")
                    + Self.field("is blank", "bevat alleen witruimte")
                    + [
                        KnownSentence("The note is too short.", "De toelichting is te kort."),
                        KnownSentence("The list {1} has too few entries.", "De lijst {1} heeft te weinig elementen."),
                    ]
            )
        case .invalidDate:
            (
                "Dit is geen datum.",
                Self.field("is not a day of the calendar", "is geen dag van de kalender")
                    + Self.field("is not a date in the form YYYY-MM-DD", "is geen datum in de vorm JJJJ-MM-DD")
            )
        case .invalidInstant:
            (
                "Dit is geen tijdstip.",
                Self.field("is not an instant with an offset", "is geen tijdstip met het verschil met UTC")
            )
        case .invalidTimeZone:
            (
                "Dit is geen tijdzone.",
                Self.field("is not the name of a time zone", "is niet de naam van een tijdzone")
            )
        case .invalidDuration:
            (
                "Dit is geen duur.",
                Self.field(
                    "is not a duration of years, months and days, or of weeks",
                    "is geen duur in jaren, maanden en dagen, of in weken"
                ) + Self.field("is a duration of zero", "is een duur van nul")
                    + Self.field(
                        "is not a duration of days, hours, minutes and seconds",
                        "is geen duur in dagen, uren, minuten en seconden"
                    )
            )
        case .invalidCurrency:
            (
                "Dit is geen geldige valuta.",
                Self.field("is not a currency", "is geen valuta") + [
                    KnownSentence(
                        "The currency was not active on the day on which the termination was made.",
                        "De valuta was niet in gebruik op de dag waarop de beëindiging is gedaan."
                    )
                ]
            )
        case .outOfRange:
            (
                "De waarde ligt buiten de grenzen.",
                Self.field("is out of range", "ligt buiten de grenzen")
                    + Self.field(
                        "is before 1970-01-02, like a date that was never set",
                        "ligt voor 1970-01-02, zoals een datum die nooit is ingevuld"
                    )
                    + [
                        KnownSentence(
                            "The notice was received after the termination was made.",
                            "De opzegging is ontvangen nadat de beëindiging is gedaan."
                        ),
                        KnownSentence(
                            "The reason would be retired before it is valid.",
                            "De reden zou vervallen voordat die geldt."
                        ),
                    ]
            )
        case .messageIDMismatch:
            (
                "Het id van het bericht is tweemaal verschillend opgegeven.",
                [
                    KnownSentence(
                        "The field messageId differs from the property message-id of the delivery.",
                        "Het veld messageId verschilt van de eigenschap message-id waarmee het bericht kwam."
                    )
                ]
            )
        case .messageIDReused:
            (
                "Het id van het bericht is al gebruikt.",
                [
                    KnownSentence(
                        "This message id was accepted before with other content.",
                        "Dit messageId is al aanvaard met een andere inhoud."
                    )
                ]
            )
        case .unsupportedContentType:
            (
                "Dit soort inhoud is niet te lezen.",
                [
                    KnownSentence(
                        "This is a CloudEvent: set the content type application/cloudevents+json.",
                        "Dit is een CloudEvent: geef het content-type application/cloudevents+json."
                    ),
                    KnownSentence(
                        "The data of the CloudEvent are not JSON.",
                        "De data van het CloudEvent zijn geen JSON."
                    ),
                    KnownSentence(
                        "The property content-type is not one that can be read.",
                        "De eigenschap content-type noemt iets dat niet te lezen is."
                    ),
                ]
            )
        case .reasonRequired:
            (
                "Er is een reden nodig.",
                [
                    KnownSentence(
                        "A reason is required for this termination.",
                        "Voor deze beëindiging is een reden verplicht."
                    )
                ]
            )
        case .unknownReason:
            (
                "Deze reden is onbekend.",
                [
                    KnownSentence("The settings have no such reason.", "De instellingen kennen deze reden niet."),
                    KnownSentence("There is no reason with this code.", "Er is geen reden met deze code."),
                ]
            )
        case .reasonRetired:
            (
                "De reden is vervallen.",
                [
                    KnownSentence(
                        "The reason was merged into another.",
                        "De reden is samengevoegd met een andere."
                    ),
                    KnownSentence(
                        "The reason had been retired when the termination was made.",
                        "De reden was al vervallen toen de beëindiging is gedaan."
                    ),
                ]
            )
        case .reasonNotYetValid:
            (
                "De reden geldt nog niet.",
                [
                    KnownSentence(
                        "The reason was not in force yet when the termination was made.",
                        "De reden gold nog niet toen de beëindiging is gedaan."
                    )
                ]
            )
        case .reasonNotAllowed:
            (
                "De reden is hier niet toegestaan.",
                [
                    KnownSentence(
                        "The reason is not allowed for this initiator.",
                        "De reden is niet toegestaan voor deze initiatiefnemer."
                    ),
                    KnownSentence(
                        "The reason is not allowed for this termination type.",
                        "De reden is niet toegestaan voor dit soort beëindiging."
                    ),
                    KnownSentence(
                        "The reason is not allowed for this contract type.",
                        "De reden is niet toegestaan voor deze contractsoort."
                    ),
                ]
            )
        case .noteRequired:
            (
                "Er is een toelichting nodig.",
                [
                    KnownSentence("The reason demands a note.", "De reden vraagt een toelichting."),
                    KnownSentence(
                        "The note of this message was redacted, and the reason demands one.",
                        "De toelichting van dit bericht is verwijderd, en de reden vraagt er een."
                    ),
                ]
            )
        case .noteForbidden:
            (
                "Een toelichting mag hier niet.",
                [KnownSentence("The reason forbids a note.", "Bij deze reden mag geen toelichting.")]
            )
        case .endDateBeforeStart:
            (
                "De einddatum ligt voor het begin van het contract.",
                [
                    KnownSentence(
                        "The contract would end before it starts.",
                        "Het contract zou eindigen voordat het begint."
                    ),
                    KnownSentence(
                        "The contract would end before the start date that an earlier revision gave.",
                        "Het contract zou eindigen voor de begindatum uit een eerdere revisie."
                    ),
                ]
            )
        case .backdatedTooFar:
            (
                "De einddatum ligt te ver in het verleden.",
                [
                    KnownSentence(
                        "The end date is more than {1} days before the termination was made.",
                        "De einddatum ligt meer dan {1} dagen voor de dag waarop de beëindiging is gedaan."
                    ),
                    KnownSentence(
                        "The recorded end date is more than {1} days before this was made.",
                        "De vastgelegde einddatum ligt meer dan {1} dagen voor de dag waarop dit is gedaan."
                    ),
                ]
            )
        case .contractAlreadyTerminated:
            (
                "Een andere beëindiging beëindigt dit contract al.",
                [
                    KnownSentence(
                        "The contract would end within a term that another termination ends.",
                        "Het contract zou eindigen binnen een looptijd die een andere beëindiging al beëindigt."
                    ),
                    KnownSentence(
                        "Another termination ends this contract. A contract that has begun again since needs contract.startDate.",
                        "Een andere beëindiging beëindigt dit contract al. Is het contract sindsdien opnieuw begonnen, dan is contract.startDate nodig."
                    ),
                ]
            )
        case .unknownTermination:
            (
                "Deze beëindiging is niet bekend.",
                [
                    KnownSentence(
                        "No such termination was recorded within the waiting time.",
                        "Binnen de wachttijd is zo'n beëindiging niet vastgelegd."
                    )
                ]
            )
        case .revisionConflict:
            (
                "Deze revisie is al vastgelegd met een andere inhoud.",
                [
                    KnownSentence(
                        "This revision of the termination is recorded with other content.",
                        "Deze revisie van de beëindiging is al vastgelegd met een andere inhoud."
                    )
                ]
            )
        case .alreadyWithdrawn:
            (
                "De beëindiging is ingetrokken.",
                [
                    KnownSentence(
                        "The termination is withdrawn; the contract can be terminated again under another terminationId.",
                        "De beëindiging is ingetrokken; het contract is opnieuw te beëindigen onder een ander terminationId."
                    )
                ]
            )
        case .contractMismatch:
            (
                "De beëindiging is vastgelegd voor een ander contract of een andere klant.",
                [
                    KnownSentence(
                        "The termination is recorded for another contract.",
                        "De beëindiging is vastgelegd voor een ander contract."
                    ),
                    KnownSentence(
                        "The termination is recorded for another customer.",
                        "De beëindiging is vastgelegd voor een andere klant."
                    ),
                ]
            )
        case .staleRevision:
            (
                "Er is al een latere revisie vastgelegd.",
                [
                    KnownSentence(
                        "A later revision of the termination is recorded, although this one was made after it.",
                        "Er is een latere revisie van de beëindiging vastgelegd, terwijl deze daarna is gedaan."
                    )
                ]
            )
        case .alreadyRecorded:
            (
                "Deze beëindiging is al vastgelegd.",
                [
                    KnownSentence(
                        "This termination is recorded; send a correction to change it.",
                        "Deze beëindiging is al vastgelegd; stuur een correctie om haar te wijzigen."
                    )
                ]
            )
        case .occurredInFuture:
            (
                "De beëindiging ligt in de toekomst.",
                [
                    KnownSentence(
                        "The termination occurred more than a day after its message was received.",
                        "De beëindiging is gedaan meer dan een dag nadat het bericht is ontvangen."
                    )
                ]
            )
        case .endDateTooFar:
            (
                "De einddatum ligt te ver in de toekomst.",
                [
                    KnownSentence(
                        "The end date is more than {1} days after the termination was made.",
                        "De einddatum ligt meer dan {1} dagen na de dag waarop de beëindiging is gedaan."
                    )
                ]
            )
        case .contradictoryDates:
            (
                "Twee datums van het contract spreken elkaar tegen.",
                [
                    KnownSentence(
                        "The field {1} is before the start of the contract.",
                        "Het veld {1} ligt voor het begin van het contract."
                    )
                ]
            )
        case .unsupportedContentEncoding:
            (
                "Zo'n inhoud is niet te lezen.",
                [
                    KnownSentence(
                        "The property content-encoding is {1}: such a body cannot be read.",
                        "De eigenschap content-encoding is {1}: zo'n inhoud is niet te lezen."
                    ),
                    KnownSentence(
                        "The property content-encoding is not one that can be read.",
                        "De eigenschap content-encoding noemt iets dat niet te lezen is."
                    ),
                ]
            )
        }
    }

    // MARK: - Sentences that are put together

    /// The sentences about a field, and about an element of a list.
    private static func field(_ predicate: String, _ dutch: String) -> [KnownSentence] {
        // A field with a name comes first, so its name is the first fact.
        let shifted = { (text: String) in text.replacing("{1}", with: "{2}") }
        return [
            KnownSentence("The field {1} \(shifted(predicate)).", "Het veld {1} \(shifted(dutch))."),
            KnownSentence("The entry \(predicate).", "Het element \(dutch)."),
        ]
    }

    /// A sentence that ends with its place in the document.
    private static func placed(_ english: String, _ dutch: String) -> KnownSentence {
        KnownSentence(
            "\(english) (line {1}, column {2}, byte {3}).",
            "\(dutch) (regel {1}, kolom {2}, byte {3})."
        )
    }

    private static let unreadable: [KnownSentence] =
        [
            ("Nothing may follow the JSON document", "Na het JSON-document mag niets volgen"),
            ("The document ends where a value is expected", "Het document eindigt waar een waarde hoort"),
            ("No JSON value begins like this", "Zo begint geen JSON-waarde"),
            ("A member name in double quotes is expected here", "Hier hoort een naam tussen dubbele aanhalingstekens"),
            ("A colon is expected between name and value", "Tussen naam en waarde hoort een dubbele punt"),
            ("A comma or a closing brace is expected here", "Hier hoort een komma of een sluitaccolade"),
            ("A comma or a closing bracket is expected here", "Hier hoort een komma of een sluithaak"),
            ("A number may not begin with a zero", "Een getal mag niet met een nul beginnen"),
            ("A digit is expected here", "Hier hoort een cijfer"),
            ("The document ends within a string", "Het document eindigt midden in een tekst"),
            (
                "A control character in a string must be escaped",
                "Een stuurteken in een tekst moet als escape worden geschreven"
            ),
            ("JSON has no such escape", "Zo'n escape kent JSON niet"),
            (
                "Half of a surrogate pair is not a character",
                "De helft van een surrogaatpaar is geen teken"
            ),
            ("Four hexadecimal digits are expected here", "Hier horen vier hexadecimale cijfers"),
            ("This name occurs twice in one object", "Deze naam staat tweemaal in één object"),
        ].map { placed($0, $1) } + [
            KnownSentence(
                "Line {1} is no row of CSV: a quote is not closed, or is inside a cell.",
                "Regel {1} is geen CSV-rij: een aanhalingsteken is niet gesloten of staat midden in een cel."
            ),
            KnownSentence("Line {1} has 1 cell, the header has {2}.", "Regel {1} heeft 1 cel, de kop {2}."),
            KnownSentence("Line {1} has {2} cells, the header has {3}.", "Regel {1} heeft {2} cellen, de kop {3}."),
        ]

    /// What is wrong and what to do about it, which stand around the place.
    private static let faultsOfYAML: [(what: String, advice: String, dutch: String, dutchAdvice: String)] =
        [
            (
                "the text cannot be read", ": check the indentation and the quotation marks",
                "de tekst is niet te lezen", ": controleer het inspringen en de aanhalingstekens"
            ),
            (
                "a colon is not allowed", ": check the indentation, or put the text in quotation marks",
                "een dubbele punt mag niet", ": controleer het inspringen, of zet de tekst tussen aanhalingstekens"
            ),
            (
                "a list entry (-) is not allowed", ": check the indentation",
                "een element van een lijst (-) mag niet", ": controleer het inspringen"
            ),
            ("a name is not allowed", ": check the indentation", "een naam mag niet", ": controleer het inspringen"),
            ("a colon is missing after a name", "", "na een naam ontbreekt een dubbele punt", ""),
            (
                "no text can begin with the character", ": put the text in quotation marks, and indent with spaces",
                "geen tekst kan beginnen met het teken",
                ": zet de tekst tussen aanhalingstekens, en spring in met spaties"
            ),
            ("a tab is not allowed", ": indent with spaces", "een tab mag niet", ": spring in met spaties"),
            (
                "the closing quotation mark of a text is missing", "",
                "het aanhalingsteken aan het einde van een tekst ontbreekt", ""
            ),
            (
                "an escape (\\) is not known", ": use single quotation marks where a text has a backslash",
                "een escape (\\) is niet bekend", ": gebruik enkele aanhalingstekens waar een tekst een backslash heeft"
            ),
            ("an escape (\\) lacks hexadecimal digits", "", "een escape (\\) mist hexadecimale cijfers", ""),
            ("a comma or ] is missing", "", "een komma of ] ontbreekt", ""),
            ("a comma or } is missing", "", "een komma of } ontbreekt", ""),
            (
                "a list entry (-) is missing", ": check the indentation",
                "een element van een lijst (-) ontbreekt", ": controleer het inspringen"
            ),
            (
                "a name with a colon is missing", ": check the indentation and the quotation marks",
                "een naam met een dubbele punt ontbreekt", ": controleer het inspringen en de aanhalingstekens"
            ),
            ("a value is missing", "", "een waarde ontbreekt", ""),
            (
                "a second document begins", ": remove the --- between them",
                "een tweede document begint", ": haal de --- ertussen weg"
            ),
            ("a text follows the end of the document", "", "na het einde van het document volgt tekst", ""),
            ("an alias (*) without its anchor (&) is used", "", "een alias (*) zonder anker (&) wordt gebruikt", ""),
            ("an anchor (&) occurs again", "", "een anker (&) komt opnieuw voor", ""),
            ("a tag (!) is not known", "", "een tag (!) is niet bekend", ""),
            ("a directive (%) cannot be read", "", "een directive (%) is niet te lezen", ""),
            ("the version of YAML is not 1.1 or 1.2", "", "de versie van YAML is niet 1.1 of 1.2", ""),
            (
                "an alias (*), an anchor (&) or a directive (%) has no name", ": put the text in quotation marks",
                "een alias (*), een anker (&) of een directive (%) heeft geen naam",
                ": zet de tekst tussen aanhalingstekens"
            ),
        ]

    private static let unreadableYAML: [KnownSentence] =
        faultsOfYAML.map { fault in
            KnownSentence(
                "This is not YAML: \(fault.what) at line {1}, column {2}\(fault.advice).",
                "Dit is geen YAML: \(fault.dutch) op regel {1}, kolom {2}\(fault.dutchAdvice)."
            )
        } + [
            KnownSentence(
                "This is not YAML: a control character is not allowed at line {1}.",
                "Dit is geen YAML: een stuurteken mag niet op regel {1}."
            ),
            KnownSentence(
                "This is not YAML: {1} occurs twice (in the mapping at line {2}).",
                "Dit is geen YAML: {1} komt tweemaal voor (in de velden vanaf regel {2})."
            ),
            KnownSentence("This is not YAML: it cannot be read.", "Dit is geen YAML: het is niet te lezen."),
            KnownSentence("This is not YAML.", "Dit is geen YAML."),
            KnownSentence("The document is empty.", "Het document is leeg."),
            KnownSentence("The name of a field is not a string.", "De naam van een veld is geen tekst."),
            KnownSentence("This alias has no anchor.", "Deze alias heeft geen anker."),
            KnownSentence("This YAML tag is not supported.", "Deze YAML-tag wordt niet ondersteund."),
        ]

    private static let wrongTypes: [KnownSentence] =
        [
            ("is null", "is null"), ("is not a string", "is geen tekst"), ("is not an integer", "is geen geheel getal"),
            ("is not an object", "is geen object"), ("is not a list", "is geen lijst"),
            ("must be a list such as {1}", "moet een lijst zijn zoals {1}"),
            ("is neither true nor false", "is true noch false"),
            (
                "is neither true nor false nor a list of dated rules",
                "is true noch false, en geen lijst van regels met een datum"
            ),
            ("contains control characters", "bevat stuurtekens"),
            ("contains invisible characters", "bevat onzichtbare tekens"),
            (
                "contains characters that change the direction of text",
                "bevat tekens die de richting van tekst veranderen"
            ),
            ("has white space at its ends", "heeft witruimte aan het begin of het einde"),
            ("begins or ends with white space", "begint of eindigt met witruimte"),
        ].flatMap { field($0, $1) } + [
            KnownSentence("The member data_base64 is not Base64.", "Het veld data_base64 is geen Base64.")
        ]

    private static let unknownValues: [KnownSentence] =
        field("has an unknown value", "heeft een onbekende waarde")
        + field("is not a language tag", "is geen taalcode") + [
            KnownSentence("There is no such field here.", "Zo'n veld is er hier niet."),
            KnownSentence("Labels are named by their language.", "Labels heten naar hun taal."),
            KnownSentence("Another reason has this code.", "Een andere reden heeft deze code."),
            KnownSentence("This code is already taken.", "Deze code is al in gebruik."),
            KnownSentence(
                "The reason would be merged into itself.",
                "De reden zou met zichzelf worden samengevoegd."
            ),
            KnownSentence(
                "The reasons would be merged in a circle: {1}.",
                "De redenen zouden in een kring worden samengevoegd: {1}."
            ),
            KnownSentence(
                "A CloudEvent has either data or data_base64, not both.",
                "Een CloudEvent heeft data of data_base64, niet beide."
            ),
        ]
}
