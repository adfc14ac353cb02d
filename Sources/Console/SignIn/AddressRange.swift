import Foundation

/// An address, or the addresses that begin with the same bits (CIDR, RFC 4632): `10.1.2.3`, `10.0.0.0/8`, `fd00::/8`. Or `unix`:
/// the programs of this machine that may open the console's Unix socket.
public struct AddressRange: Sendable, Equatable {
    /// Empty for a Unix socket.
    private let bytes: [UInt8]
    private let prefix: Int

    /// What stands for the address of a peer that came by a Unix socket. No peer that came over a network has it.
    static let unixPeer = "unix"
    static let unixSocket = AddressRange()

    private init() { (bytes, prefix) = ([], 0) }

    /// - Returns: nil where the text is no address. A prefix of no bits, which all addresses have, is none either.
    public init?(_ text: String) {
        if text == Self.unixPeer {
            self = .unixSocket
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let bytes = IPAddress.bytes(of: String(parts[0])) else { return nil }
        self.bytes = bytes
        guard parts.count == 2 else {
            prefix = bytes.count * 8
            return
        }
        guard let prefix = Int(parts[1]), String(prefix) == parts[1], 1...(bytes.count * 8) ~= prefix else {
            return nil
        }
        self.prefix = prefix
    }

    func contains(_ address: String) -> Bool {
        if address == Self.unixPeer { return self == .unixSocket }
        guard self != .unixSocket, let other = IPAddress.bytes(of: address), other.count == bytes.count else {
            return false
        }
        let whole = prefix / 8
        guard bytes.prefix(whole).elementsEqual(other.prefix(whole)) else { return false }
        let rest = prefix % 8
        guard rest > 0 else { return true }
        let mask = UInt8.max << UInt8(8 - rest)
        return bytes[whole] & mask == other[whole] & mask
    }
}

enum IPAddress {
    /// Four or sixteen bytes; nil where the text is no address. An IPv4 address that IPv6 holds (`::ffff:10.0.0.1`), as a
    /// socket of both families shows it, is the IPv4 address.
    static func bytes(of text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var six = in6_addr()
        // A zone, as in fe80::1%eth0, names an interface of this machine.
        let address = text.prefix { $0 != "%" }
        guard inet_pton(AF_INET6, String(address), &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: &six) { Array($0) }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return bytes.starts(with: mapped) ? Array(bytes[12...]) : bytes
    }
}
