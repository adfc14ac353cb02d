import ArgumentParser
import Console
import Foundation
import JSON
import Terminations

/// Tokens of the HTTP API. Made on the machine of the console, and by nobody over HTTP.
struct ConsoleTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Create, list and revoke the tokens of the HTTP API.",
        discussion: """
            A program sends its token to the console's HTTP API as Authorization: Bearer. See docs/http-api.md.

            EXAMPLE
              terminus console token create crm-form --permission settings.read
              terminus console token list
              terminus console token revoke crm-form
            """,
        subcommands: [Create.self, List.self, Revoke.self]
    )
}

extension Permission: ExpressibleByArgument {}

/// How long a token is valid: `90d`.
struct TokenLifetime: ExpressibleByArgument {
    let days: Int

    init?(argument: String) {
        guard argument.hasSuffix("d"), let days = Int(argument.dropLast()), APIToken.lifetimes.contains(days) else {
            return nil
        }
        self.days = days
    }

    init(days: Int) { self.days = days }

    var defaultValueDescription: String { "\(days)d" }
}

extension ConsoleTokenCommand {
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a token, and print it once.",
            usage:
                "terminus console token create <name> (--permission <permission> ... | --role <role> ...) [<options>]",
            discussion: """
                The audit trail has the name with what the token did: name the program, not the person. Only a hash \
                of the token is kept: it is printed now and never again. Give it what its program needs, and no more.

                EXAMPLE
                  terminus console token create crm-form --permission settings.read
                  terminus console token create pipeline --role settings-owner --expires 30d
                  terminus console token create alerts --role viewer --format json
                """
        )

        @Argument(help: ArgumentHelp("Its name: letters, digits, dots, underscores and hyphens.", valueName: "name"))
        var name: String
        @Option(help: "What it may do; may be given several times.")
        var permission: [Permission] = []
        @Option(help: "All permissions of this role; may be given several times.")
        var role: [String] = []
        @Option(help: ArgumentHelp("How long it is valid, from 1d to 366d.", valueName: "days"))
        var expires = TokenLifetime(days: APIToken.standardLifetime)
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if !APIToken.isName(name) {
                throw ValidationError(
                    "A name has 1 to 64 letters, digits, dots, underscores and hyphens: crm-form is one."
                )
            }
            if permission.isEmpty, role.isEmpty {
                throw ValidationError("Say what the token may do: --permission settings.read, or --role viewer.")
            }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let table = configuration.consoleAccess.roles
            if let unknown = role.first(where: { !table.hasRole($0) }) {
                throw CommandFailure(
                    .usage,
                    "There is no role \(Table.printable(unknown)).",
                    hint: "The roles are \(table.roles.map(\.name).joined(separator: ", "))."
                )
            }
            let permissions = table.roles.filter { role.contains($0.name) }
                .reduce(Set(permission)) { $0.union($1.permissions) }
            let (token, text) = try withStore(configuration) { store in
                do {
                    return try store.createToken(
                        name: name,
                        permissions: permissions,
                        days: expires.days,
                        by: NSUserName(),
                        at: .now
                    )
                } catch is ConsoleStore.TokenNameTaken {
                    throw CommandFailure(
                        .dataError,
                        "There is a token \(name) already.",
                        hint: "Take another name, or revoke it first: terminus console token revoke \(name)"
                    )
                }
            }
            switch output.format {
            case .text:
                Console.note(
                    "Token \(token.name), valid until \(token.expiresAt.toTheMinute) (UTC). It is shown this once."
                )
                Console.print(text)
            case .json: Console.print { token.write(to: &$0, text: text) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the tokens, with what they may do and when they were used last.",
            usage: "terminus console token list [<options>]",
            discussion: """
                EXAMPLE
                  terminus console token list --format json
                """
        )

        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let tokens = try withStore(configuration) { try $0.tokens() }
            switch output.format {
            case .text:
                guard !tokens.isEmpty else {
                    Console.note("There is no token. terminus console token create makes one.")
                    return
                }
                var table = Table("NAME", "EXPIRES (UTC)", "LAST USED (UTC)", "CREATED BY", "MAY")
                for token in tokens {
                    table.add(
                        token.name,
                        token.isExpired(at: .now) ? "expired" : token.expiresAt.toTheMinute,
                        token.lastUsedAt?.toTheMinute ?? "never",
                        token.createdBy,
                        token.permissions.map(\.rawValue).sorted().joined(separator: " ")
                    )
                }
                table.print()
            case .json: for token in tokens { Console.print { token.write(to: &$0) } }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a token: requests with it are refused from now on.",
            usage: "terminus console token revoke <name> [<options>]",
            discussion: """
                EXAMPLE
                  terminus console token revoke crm-form
                """
        )

        @Argument(help: ArgumentHelp("The name of the token.", valueName: "name"))
        var name: String
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            guard let token = try withStore(configuration, { try $0.revokeToken(name) }) else {
                throw CommandFailure(
                    .dataError,
                    "There is no token \(Table.printable(name)).",
                    hint: "See: terminus console token list"
                )
            }
            switch output.format {
            case .text: Console.print("Token \(token.name) is revoked.")
            case .json: Console.print { token.write(to: &$0) }
            }
        }
    }
}

/// Opens what the console keeps beside the ledger of the configuration.
private func withStore<Result>(
    _ configuration: TerminusConfiguration,
    _ work: (ConsoleStore) throws -> Result
) throws -> Result {
    let path = ConsoleStore.path(besideLedger: configuration.ledgerPath)
    let store = ConsoleStore(path: path)
    defer { store.close() }
    do {
        return try work(store)
    } catch let failure as CommandFailure {
        throw failure
    } catch {
        throw CommandFailure(
            .inputOutput,
            "\(Table.printable(path)) cannot be read or written.",
            hint: "It is for the user of the console alone: run this as that user, in a folder that exists."
        )
    }
}

extension APIToken {
    /// One JSON object.
    ///
    /// - Parameter text: the token itself, where it was created just now.
    fileprivate func write(to json: inout JSONWriter, text: String? = nil) {
        json.beginObject()
        json.name("name")
        json.string(name)
        if let text {
            json.name("token")
            json.string(text)
        }
        json.name("permissions")
        json.beginArray()
        for permission in permissions.map(\.rawValue).sorted() { json.string(permission) }
        json.endArray()
        json.name("createdAt")
        json.instant(createdAt)
        json.name("createdBy")
        json.string(createdBy)
        json.name("expiresAt")
        json.instant(expiresAt)
        json.name("lastUsedAt")
        if let lastUsedAt { json.instant(lastUsedAt) } else { json.null() }
        json.endObject()
    }
}
