import RabbitMQ

/// What must hold for the address of a broker, whatever bytes it has.
enum AddressProperty {
    /// What the corpus has for a password.
    private static let secret = "s3cretX"

    static func check(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        let address: BrokerAddress
        do {
            address = try BrokerAddress(uri: text)
        } catch {
            let told = error.description + (error.hint ?? "")
            try demand(!told.contains(secret), "a refusal repeats a password")
            return
        }
        let printed = address.description
        try demand(
            printed.utf8.allSatisfy { 0x21..<0x7F ~= $0 },
            "an address is printed with odd characters: \(printed)"
        )
        var again: BrokerAddress
        do {
            again = try BrokerAddress(uri: printed)
        } catch {
            throw BrokenProperty(description: "what is printed cannot be read: \(printed)")
        }
        (again.username, again.password) = (address.username, address.password)
        try demand(again == address, "what is printed reads otherwise: \(printed)")
        // Only a host or a virtual host can show it: they are what the text says, unless there is an @ that says otherwise.
        if address.password.contains(secret), !address.host.contains(secret), !address.virtualHost.contains(secret) {
            try demand(!printed.contains(secret), "a password is printed: \(printed)")
        }
    }
}
