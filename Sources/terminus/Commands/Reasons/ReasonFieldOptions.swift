import ArgumentParser
import JSON
import Terminations

/// The fields of a reason, as flags.
struct ReasonFieldOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A label, by its language; without a text it is removed.", valueName: "nl=text"))
    var label: [NamedText] = []
    @Option(help: "Groups reasons in reports.")
    var category: String?
    @Option(help: ArgumentHelp("Whether the customer chose to leave.", valueName: "true|false"))
    var voluntary: Bool?
    @Option(help: "Whether there must be a note.")
    var note: NoteRule.Presence?
    @Option(help: ArgumentHelp("The shortest note, in characters.", valueName: "n"))
    var noteMinLength: Int?
    @Option(help: ArgumentHelp("Only for these initiators.", valueName: "customer,…"))
    var initiator: CommaList?
    @Option(help: ArgumentHelp("Only for these termination types.", valueName: "ordinary,…"))
    var terminationType: CommaList?
    @Option(help: ArgumentHelp("Only for these contract types.", valueName: "lease,…"))
    var contractType: CommaList?
    @Option(
        help: ArgumentHelp("The first day on which it may be given.", valueName: "date"),
        transform: LocalDate.argument
    )
    var validFrom: LocalDate?
    @Option(
        help: ArgumentHelp("The last day on which it may be given.", valueName: "date"),
        transform: LocalDate.argument
    )
    var validThrough: LocalDate?
    @Option(help: ArgumentHelp("Another code that means it; may be given several times.", valueName: "code"))
    var alias: [String] = []
    @Option(help: ArgumentHelp("Whether its code and label stay out of logs and events.", valueName: "true|false"))
    var sensitive: Bool?
    @Option(
        help: ArgumentHelp(
            "What events carry for billing: JSON, or a text; without a value it goes.",
            valueName: "name=value"
        )
    )
    var attribute: [NamedText] = []

    var edit: ReasonEdit {
        var edit = ReasonEdit()
        for label in label { edit.labels[label.name] = .some(label.text.isEmpty ? nil : label.text) }
        edit.category = .init(category)
        edit.voluntary = .init(voluntary)
        edit.noteRule = .init(note)
        edit.noteMinLength = .init(noteMinLength)
        edit.allowedInitiators = .init(initiator?.texts)
        edit.allowedTerminationTypes = .init(terminationType?.texts)
        edit.allowedContractTypes = .init(contractType?.texts)
        edit.validFrom = .init(validFrom)
        edit.validThrough = .init(validThrough)
        edit.addedAliases = alias
        edit.sensitive = .init(sensitive)
        for attribute in attribute {
            let value = (try? JSONValue(parsing: attribute.text)) ?? .string(attribute.text)
            edit.attributes[attribute.name] = .some(attribute.text.isEmpty ? nil : value)
        }
        return edit
    }
}

/// The fields that `--clear` removes.
enum ClearableField: String, ExpressibleByArgument, CaseIterable {
    case category
    case voluntary
    case note
    case noteMinLength = "note-min-length"
    case initiator
    case terminationType = "termination-type"
    case contractType = "contract-type"
    case validFrom = "valid-from"
    case validThrough = "valid-through"
    case sensitive

    func clear(in edit: inout ReasonEdit) {
        switch self {
        case .category: edit.category = .remove
        case .voluntary: edit.voluntary = .remove
        case .note: (edit.noteRule, edit.noteMinLength) = (.remove, .remove)
        case .noteMinLength: edit.noteMinLength = .remove
        case .initiator: edit.allowedInitiators = .remove
        case .terminationType: edit.allowedTerminationTypes = .remove
        case .contractType: edit.allowedContractTypes = .remove
        case .validFrom: edit.validFrom = .remove
        case .validThrough: edit.validThrough = .remove
        case .sensitive: edit.sensitive = .remove
        }
    }
}

/// `name=text`.
struct NamedText: ExpressibleByArgument {
    let name: String
    let text: String

    init?(argument: String) {
        guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else { return nil }
        name = String(argument[..<sign])
        text = String(argument[argument.index(after: sign)...])
    }
}

/// Texts separated by commas.
struct CommaList: ExpressibleByArgument {
    let texts: [String]

    init?(argument: String) {
        texts = argument.split(separator: ",").map(String.init)
        if texts.isEmpty { return nil }
    }
}

extension NoteRule.Presence: ExpressibleByArgument {}

extension ReasonEdit.Change {
    init(_ value: Value?) { self = value.map(Self.set) ?? .keep }
}

/// The place in the list of reasons: at most one of these.
struct PlaceOptions: ParsableArguments {
    @Flag(help: "Before all others.")
    var first = false
    @Flag(help: "Behind all others.")
    var last = false
    @Option(help: ArgumentHelp("Before this reason.", valueName: "code"), completion: .reasonCode)
    var before: String?
    @Option(help: ArgumentHelp("Behind this reason.", valueName: "code"), completion: .reasonCode)
    var after: String?

    func validate() throws {
        if [first, last, before != nil, after != nil].count(where: { $0 }) > 1 {
            throw ValidationError("Give one of --first, --last, --before and --after.")
        }
    }

    /// nil where none is named.
    var place: ReasonPlace? {
        if first { return .first }
        if last { return .last }
        return before.map(ReasonPlace.before) ?? after.map(ReasonPlace.after)
    }
}
