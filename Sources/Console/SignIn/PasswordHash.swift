import Crypto
import CryptoExtras
import Foundation

/// A password that was hashed by scrypt (RFC 7914), in the PHC string format that passlib and others write:
/// `$scrypt$ln=14,r=8,p=5$SALT$HASH`.
public struct PasswordHash: Sendable, Equatable {
    /// The cost of a new hash: the parameters that OWASP recommends with 16 MiB of memory, so that two sign-ins at once fit
    /// into what a console may have.
    static let standard = Cost(logRounds: 14, blockSize: 8, parallelism: 5)
    /// What a hash may cost at most: memory in bytes, and the work of so many standard ones.
    private static let mostMemory = 128 * 1024 * 1024
    private static let mostWork = 16
    private static let byteCount = 32

    struct Cost: Sendable, Equatable {
        var logRounds: Int
        var blockSize: Int
        var parallelism: Int

        var memory: Int { 128 * blockSize << logRounds }

        var isAcceptable: Bool {
            guard 10...20 ~= logRounds, 1...32 ~= blockSize, 1...16 ~= parallelism else { return false }
            let standard = PasswordHash.standard
            return memory <= mostMemory
                && memory * parallelism <= mostWork * standard.memory * standard.parallelism
        }
    }

    private let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a password, which takes time and memory on purpose.
    public init(of password: String) throws { try self.init(of: password, cost: Self.standard) }

    init(of password: String, cost: Cost) throws {
        self.cost = cost
        salt = (0..<16).map { _ in UInt8.random(in: 0...255) }
        hash = try Self.derive(password, salt, cost, Self.byteCount)
    }

    /// - Returns: nil where the text is no such hash, or one that would cost more time or memory than is reasonable.
    public init?(parsing text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        var cost = Cost(logRounds: 0, blockSize: 0, parallelism: 0)
        for parameter in parts[2].split(separator: ",", omittingEmptySubsequences: false) {
            let halves = parameter.split(separator: "=")
            guard halves.count == 2, let value = Int(halves[1]) else { return nil }
            switch halves[0] {
            case "ln": cost.logRounds = value
            case "r": cost.blockSize = value
            case "p": cost.parallelism = value
            default: return nil
            }
        }
        guard cost.isAcceptable, let salt = Self.decoded(parts[3]), let hash = Self.decoded(parts[4]),
            8...64 ~= salt.count, 16...64 ~= hash.count
        else { return nil }
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    public var text: String {
        "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)$\(Self.encoded(salt))$\(Self.encoded(hash))"
    }

    /// Takes as long for a wrong password as for the right one.
    func matches(_ password: String) -> Bool {
        guard let other = try? Self.derive(password, salt, cost, hash.count) else { return false }
        // The comparison of keys takes the same time wherever they differ.
        return SymmetricKey(data: hash) == SymmetricKey(data: other)
    }

    private static func derive(_ password: String, _ salt: [UInt8], _ cost: Cost, _ count: Int) throws -> [UInt8] {
        // Keyboards write é in two ways (NIST SP 800-63B, 3.1.1.2).
        let bytes = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: bytes,
            salt: salt,
            outputByteCount: count,
            rounds: 1 << cost.logRounds,
            blockSize: cost.blockSize,
            parallelism: cost.parallelism
        )
        return key.withUnsafeBytes { Array($0) }
    }

    // Base64 without padding, as the PHC string format has it.
    private static func encoded(_ bytes: [UInt8]) -> String {
        String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
    }

    private static func decoded(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: text + padding).map { Array($0) }
    }
}
