import RabbitMQ

/// The properties of a broker's address that must hold for any bytes.
enum AddressProperty {
    /// The password in the corpus.
    private static let secret = "s3cretX"

    static func check(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        let address: BrokerAddress
        do {
            address = try BrokerAddress(uri: text)
        } catch {
            let text = error.description + (error.hint ?? "")
            try require(!text.contains(secret), "a refusal repeats a password")
            return
        }
        let printed = address.description
        try require(
            printed.utf8.allSatisfy { 0x21..<0x7F ~= $0 },
            "an address is printed with odd characters: \(printed)"
        )
        var again: BrokerAddress
        do {
            again = try BrokerAddress(uri: printed)
        } catch {
            throw PropertyFailure(description: "a printed address cannot be read: \(printed)")
        }
        (again.username, again.password) = (address.username, address.password)
        try require(again == address, "a printed address reads differently: \(printed)")
        // A host or virtual host may contain the same letters.
        if address.password.contains(secret), !address.host.contains(secret), !address.virtualHost.contains(secret) {
            try require(!printed.contains(secret), "a password is printed: \(printed)")
        }
    }
}
