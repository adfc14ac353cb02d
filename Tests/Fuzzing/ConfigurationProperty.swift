import Terminations
import YAML

/// The properties of a configuration file (`terminus.yaml`) that must hold for any bytes.
enum ConfigurationProperty {
    /// The corpus has it for a password.
    private static let secret = "s3cretX"

    private static let known = [
        "amqp.url", "amqp.passwordFile", "amqp.heartbeatSeconds", "amqp.caFile", "amqp.certificateFile", "amqp.keyFile",
        "amqp.login", "ledger.path", "prefix", "source", "log.level", "log.format", "http.address", "prefetch",
        "batchSize", "confirmWindow", "graceSeconds", "maxMessageBytes", "setup",
    ]

    static func check(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        let read: ConfigurationDocument?
        do {
            read = try ConfigurationDocument.read(text, known: known)
        } catch {
            try require(!error.predicate.isEmpty, "a file is refused without a reason")
            try require(!error.predicate.contains(secret), "a refusal repeats a value")
            return
        }
        guard let document = read else { return }
        try require(document.values.keys.allSatisfy(known.contains), "an unknown key is read")
        for fault in document.faults {
            try require(
                !(fault.key?.contains { $0.isWhitespace } ?? false),
                "a fault names something that is not a key"
            )
            // A key may contain these letters; a value must not appear.
            let sentence = fault.sentence(in: "terminus.yaml")
            let isInKey = fault.key?.contains(secret) ?? false
            try require(isInKey || !sentence.contains(secret), "a fault repeats a value: \(sentence)")
        }
        try checkAgain(document)
    }

    /// The values, written one to a line and quoted, are the same values.
    private static func checkAgain(_ document: ConfigurationDocument) throws {
        let lines = document.values.map { "\($0.key): \(quoted($0.value))\n" }
        let again: ConfigurationDocument?
        do {
            again = try ConfigurationDocument.read(lines.joined(), known: known)
        } catch {
            throw PropertyFailure(description: "written values cannot be read: the file \(error.predicate)")
        }
        try require((again?.values ?? [:]) == document.values, "written values read differently: \(lines)")
        try require(again?.faults.isEmpty ?? true, "written values have faults: \(lines)")
    }

    /// A double-quoted scalar (YAML 1.2.2, 7.3.1), with an escape for everything but letters and digits.
    private static func quoted(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> String in
            if scalar.properties.isAlphabetic, scalar.isASCII { return String(scalar) }
            let digits = String(scalar.value, radix: 16)
            return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        }
        return "\"" + scalars.joined() + "\""
    }
}
