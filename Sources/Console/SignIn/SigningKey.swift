import Crypto
import CryptoExtras
import Foundation
import JSON

/// A public key with which an identity provider signs (JSON Web Key, RFC 7517), and the check of a signature (RFC 7518, 3).
struct SigningKey: Sendable {
    /// The algorithms with a key pair. There is no `none` and no shared secret to choose.
    enum Algorithm: String, Sendable {
        case rs256 = "RS256"
        case rs384 = "RS384"
        case rs512 = "RS512"
        case ps256 = "PS256"
        case ps384 = "PS384"
        case ps512 = "PS512"
        case es256 = "ES256"
        case es384 = "ES384"
        case es512 = "ES512"
        case eddsa = "EdDSA"
    }

    private enum Key: Sendable {
        /// Of at least 2048 bits.
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
        case p384(P384.Signing.PublicKey)
        case p521(P521.Signing.PublicKey)
        case ed25519(Curve25519.Signing.PublicKey)
    }

    let id: String?
    /// The only algorithm that it is for; nil where any of its kind will do.
    private let algorithm: Algorithm?
    private let key: Key

    /// - Returns: nil for a key that signs nothing, such as one for encryption, and for one that is too short or not public.
    init?(_ object: JSONObject) {
        guard object["use"]?.string ?? "sig" == "sig", object["d"] == nil, object["k"] == nil else { return nil }
        id = object["kid"]?.string
        if let name = object["alg"]?.string {
            guard let known = Algorithm(rawValue: name) else { return nil }
            algorithm = known
        } else {
            algorithm = nil
        }
        func bytes(_ name: String) -> Data? { object[name]?.string.flatMap(Base64URL.decoded) }
        /// An uncompressed point (SEC 1, 2.3.3).
        func point() -> Data { Data([4]) + (bytes("x") ?? Data()) + (bytes("y") ?? Data()) }
        let found: Key? =
            switch (object["kty"]?.string, object["crv"]?.string) {
            case ("RSA", _):
                (try? _RSA.Signing.PublicKey(n: bytes("n") ?? Data(), e: bytes("e") ?? Data())).map(Key.rsa)
            case ("EC", "P-256"): (try? P256.Signing.PublicKey(x963Representation: point())).map(Key.p256)
            case ("EC", "P-384"): (try? P384.Signing.PublicKey(x963Representation: point())).map(Key.p384)
            case ("EC", "P-521"): (try? P521.Signing.PublicKey(x963Representation: point())).map(Key.p521)
            case ("OKP", "Ed25519"):
                (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes("x") ?? Data())).map(Key.ed25519)
            default: nil
            }
        guard let found else { return nil }
        key = found
    }

    /// The keys of a set that can be used. Others are left out.
    static func keys(in set: JSONObject) -> [SigningKey] {
        (set["keys"]?.array ?? []).compactMap { $0.object.flatMap(SigningKey.init) }
    }

    /// - Returns: false for an algorithm that the key is not for, too.
    func hasSigned(_ data: Data, _ signature: Data, with algorithm: Algorithm) -> Bool {
        if let own = self.algorithm, own != algorithm { return false }
        switch (key, algorithm) {
        case (.rsa(let key), .rs256): return Self.verify(key, signature, SHA256.hash(data: data), .insecurePKCS1v1_5)
        case (.rsa(let key), .rs384): return Self.verify(key, signature, SHA384.hash(data: data), .insecurePKCS1v1_5)
        case (.rsa(let key), .rs512): return Self.verify(key, signature, SHA512.hash(data: data), .insecurePKCS1v1_5)
        case (.rsa(let key), .ps256): return Self.verify(key, signature, SHA256.hash(data: data), .PSS)
        case (.rsa(let key), .ps384): return Self.verify(key, signature, SHA384.hash(data: data), .PSS)
        case (.rsa(let key), .ps512): return Self.verify(key, signature, SHA512.hash(data: data), .PSS)
        case (.p256(let key), .es256):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA256.hash(data: data))
        case (.p384(let key), .es384):
            guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA384.hash(data: data))
        case (.p521(let key), .es512):
            guard let signature = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA512.hash(data: data))
        case (.ed25519(let key), .eddsa): return key.isValidSignature(signature, for: data)
        case (.rsa, _), (.p256, _), (.p384, _), (.p521, _), (.ed25519, _): return false
        }
    }

    private static func verify(
        _ key: _RSA.Signing.PublicKey,
        _ signature: Data,
        _ digest: some Digest,
        _ padding: _RSA.Signing.Padding
    ) -> Bool {
        key.isValidSignature(_RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: padding)
    }
}

/// Base64 for addresses, without padding (RFC 4648, 5).
enum Base64URL {
    static func decoded(_ text: some StringProtocol) -> Data? {
        guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") })
        else { return nil }
        let standard = String(text).replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4))
    }

    static func encoded(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
