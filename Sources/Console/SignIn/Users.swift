/// The people who sign in with a name and a password. A file has a line for each, which `terminus console hash-password`
/// prints: `NAME:HASH:ROLE,ROLE`. Lines that begin with `#` and empty ones say nothing.
public struct Users: Sendable {
    private struct User: Sendable {
        let name: String
        let hash: PasswordHash
        let roles: [String]
    }

    /// What is wrong with a line. No text repeats a hash.
    public struct Fault: Error, Sendable, Equatable {
        public let line: Int
        /// The rest of a sentence that begins with the line.
        public let predicate: String
    }

    private let users: [User]

    /// - Parameter roles: what a user may have.
    /// - Throws: the first fault.
    public init(parsing text: String, roles table: RoleTable) throws(Fault) {
        var users: [User] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = String(line).trimmed
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            func fault(_ predicate: String) -> Fault { Fault(line: index + 1, predicate: predicate) }
            let parts = line.split(separator: ":", omittingEmptySubsequences: false).map { String($0).trimmed }
            guard parts.count == 3 else { throw fault("is not NAME:HASH:ROLE,ROLE") }
            guard Users.isName(parts[0]) else { throw fault("has no name that can be used") }
            guard let hash = PasswordHash(parsing: parts[1]) else {
                throw fault("has no hash that terminus console hash-password could have made")
            }
            let roles = parts[2].split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
            guard !roles.isEmpty else { throw fault("has no role") }
            if let unknown = roles.first(where: { !table.hasRole($0) }) {
                let known = table.roles.map(\.name).joined(separator: ", ")
                throw fault("has the role \(unknown), which there is not; there are \(known)")
            }
            guard !users.contains(where: { $0.name == parts[0] }) else {
                throw fault("has the name \(parts[0]), which an earlier line has")
            }
            users.append(User(name: parts[0], hash: hash, roles: roles))
        }
        guard !users.isEmpty else { throw Fault(line: 1, predicate: "names nobody, and neither does another") }
        self.users = users
    }

    /// A line of the file.
    public static func line(name: String, hash: PasswordHash, roles: [String]) -> String {
        "\(name):\(hash.text):\(roles.joined(separator: ","))"
    }

    /// Whether a line can have the name.
    public static func isName(_ name: String) -> Bool {
        Identity(name: name, groups: [])?.name == name && !name.contains(":") && !name.hasPrefix("#")
    }

    /// The roles of who has this name and password; nil for nobody. A name that there is not takes as long as one that there
    /// is: it is compared with the hash of another one, always the same for the same name.
    func roles(of name: String, password: String) -> [String]? {
        let found = users.first { $0.name == name }
        let sum = name.utf8.reduce(0 as UInt64) { ($0 &* 31) &+ UInt64($1) }
        let compared = found ?? users[Int(sum % UInt64(users.count))]
        let isRight = compared.hash.matches(password)
        return found != nil && isRight ? compared.roles : nil
    }
}
