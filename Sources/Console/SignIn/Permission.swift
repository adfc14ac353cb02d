/// What somebody may see or do in the console. Seeing a list, seeing a body and acting on it are permissions of their own.
public enum Permission: String, CaseIterable, Sendable {
    case readReports = "reports.read"
    case readConfidentialReports = "reports.confidential"
    case readDeadLetters = "dead-letters.read"
    case readBodies = "dead-letters.body"
    case mendDeadLetters = "dead-letters.mend"
    case replayDeadLetters = "dead-letters.replay"
    case discardDeadLetters = "dead-letters.discard"
    case readTerminations = "terminations.read"
    case readNotes = "notes.read"
    case readSettings = "settings.read"
    case draftSettings = "settings.draft"
    case applySettings = "settings.apply"
    case approveSettings = "settings.approve"
    case readAudit = "audit.read"
    case readWorker = "worker.read"

    /// Whether it changes something. A console that is read-only grants none of these.
    public var isWriting: Bool {
        switch self {
        case .mendDeadLetters, .replayDeadLetters, .discardDeadLetters, .draftSettings, .applySettings,
            .approveSettings:
            true
        case .readReports, .readConfidentialReports, .readDeadLetters, .readBodies, .readTerminations, .readNotes,
            .readSettings, .readAudit, .readWorker:
            false
        }
    }

    /// What it allows, for a person.
    func text(_ t: Language) -> String {
        switch self {
        case .readReports: t("See reports", "Rapporten zien")
        case .readConfidentialReports: t("See which sensitive reasons are meant", "Gevoelige redenen bij naam zien")
        case .readDeadLetters: t("See dead letters and their causes", "Dead letters en hun oorzaken zien")
        case .readBodies: t("See the bodies of messages", "De inhoud van berichten zien")
        case .mendDeadLetters: t("Edit dead letters", "Dead letters bewerken")
        case .replayDeadLetters: t("Replay dead letters", "Dead letters opnieuw aanbieden")
        case .discardDeadLetters:
            t("Discard and restore dead letters", "Dead letters weggooien en terughalen")
        case .readTerminations: t("See terminations", "Beëindigingen zien")
        case .readNotes: t("See the notes of customers", "Toelichtingen van klanten zien")
        case .readSettings: t("See reasons and settings", "Redenen en instellingen zien")
        case .draftSettings: t("Prepare a change of the settings", "Een wijziging van de instellingen voorbereiden")
        case .applySettings: t("Apply settings", "Instellingen toepassen")
        case .approveSettings: t("Approve settings of others", "Instellingen van anderen goedkeuren")
        case .readAudit: t("See the audit trail", "Het controlespoor zien")
        case .readWorker: t("See the state of the worker", "De toestand van de worker zien")
        }
    }
}

/// A named set of permissions.
public struct Role: Sendable, Equatable {
    public let name: String
    public let permissions: Set<Permission>

    public init(name: String, permissions: Set<Permission>) {
        self.name = name
        self.permissions = permissions
    }

    /// The roles that come with Terminus.
    public static let shipped: [Role] = [
        Role(name: "management", permissions: [.readReports]),
        Role(
            name: "ops",
            permissions: [
                .readDeadLetters, .readBodies, .mendDeadLetters, .replayDeadLetters, .discardDeadLetters,
                .readTerminations, .readSettings, .readAudit, .readWorker,
            ]
        ),
        Role(
            name: "settings-owner",
            permissions: [
                .readReports, .readDeadLetters, .readTerminations, .readSettings, .draftSettings, .applySettings,
            ]
        ),
        Role(name: "approver", permissions: [.readSettings, .approveSettings]),
        Role(
            name: "auditor",
            permissions: [.readReports, .readDeadLetters, .readTerminations, .readSettings, .readAudit, .readWorker]
        ),
        Role(
            name: "viewer",
            permissions: [.readReports, .readDeadLetters, .readTerminations, .readSettings, .readWorker]
        ),
    ]

    /// The permissions by role as a table in Markdown, as `docs/console.md` has it.
    public static var markdown: String {
        let heading = "| permission | what it allows | \(shipped.map { "`\($0.name)`" }.joined(separator: " | ")) |"
        let rule = "| --- | --- |" + shipped.map { _ in " :-: |" }.joined()
        let rows = Permission.allCases.map { permission in
            let marks = shipped.map { $0.permissions.contains(permission) ? "●" : " " }.joined(separator: " | ")
            return "| `\(permission.rawValue)` | \(permission.text(.en)) | \(marks) |"
        }
        return ([heading, rule] + rows).joined(separator: "\n")
    }
}

/// The roles of a console, and which of them the groups of an identity provider get.
public struct RoleTable: Sendable, Equatable {
    /// The group of everybody whom the identity provider knows.
    public static let everybody = "*"

    /// The shipped ones first, in their order; then the operator's own, by name.
    public let roles: [Role]
    private let rolesByGroup: [String: [String]]

    /// - Parameters:
    ///   - configured: each replaces the shipped role of the same name, or is added.
    ///   - rolesByGroup: the names of roles by group. Names of no role give nothing.
    public init(configured: [Role] = [], rolesByGroup: [String: [String]] = [:]) {
        let own = Dictionary(configured.map { ($0.name, $0) }) { $1 }
        let shipped = Set(Role.shipped.map(\.name))
        roles =
            Role.shipped.map { own[$0.name] ?? $0 }
            + own.values.filter { !shipped.contains($0.name) }.sorted { $0.name < $1.name }
        self.rolesByGroup = rolesByGroup
    }

    public var hasGroups: Bool { !rolesByGroup.isEmpty }

    public func hasRole(_ name: String) -> Bool { roles.contains { $0.name == name } }

    /// In the order of the table.
    func roles(ofGroups groups: [String]) -> [Role] {
        let names = Set((groups + [Self.everybody]).flatMap { rolesByGroup[$0] ?? [] })
        return roles.filter { names.contains($0.name) }
    }

    func roles(named names: [String]) -> [Role] { roles.filter { names.contains($0.name) } }
}

/// Somebody who has signed in.
public struct Person: Sendable, Equatable {
    public let name: String
    public let permissions: Set<Permission>
    /// The names of the roles that gave the permissions; empty for who signed in by the one-time link.
    public let roles: [String]

    /// - Parameter isWritable: whether the console changes anything.
    public init(name: String, permissions: Set<Permission>, roles: [String] = [], isWritable: Bool) {
        self.name = name
        self.roles = roles
        self.permissions = isWritable ? permissions : permissions.filter { !$0.isWriting }
    }

    init(name: String, roles: [Role], isWritable: Bool) {
        self.init(
            name: name,
            permissions: roles.reduce(into: []) { $0.formUnion($1.permissions) },
            roles: roles.map(\.name),
            isWritable: isWritable
        )
    }

    func may(_ permission: Permission) -> Bool { permissions.contains(permission) }
}
