import Foundation
import Ledger
import Terminations
import TestSupport
import YAML

/// Messages that are refused, and settings that refuse them.
enum DeadLetterSample {
    /// `aliases` is where `te-duur` goes once somebody has understood what the CRM means.
    static func settings(aliases: String = "[]") -> String {
        """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasonRequired: true
        reasons:
          - code: price
            labels: {nl: Te duur, en: Too expensive}
            aliases: \(aliases)
          - code: other
            labels: {nl: Anders, en: Other}
            note: {rule: required, minLength: 10}
        """
    }

    /// Of these many messages 30 % use the unknown reason `te-duur` and 5 % lack a note that they need.
    static func messages(_ count: Int) -> [[UInt8]] {
        (1...count).map { number in
            let reason =
                switch number % 20 {
                case 0..<6: "te-duur"
                case 6: "other"
                default: "price"
                }
            return Sample.message("t-\(number)", reason: reason)
        }
    }

    /// Runs a test on a ledger that has refused so many messages with the reason `te-duur`; without a broker.
    static func withRefused(_ count: Int, _ body: (DeadLetterShell, Ledger) throws -> Void) throws {
        let folder = try Folder()
        let path = folder.url.appending(path: "ledger.sqlite").path
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        _ = try ledger.apply(try Settings.parse(yamlOrJSON: settings()), by: "tests", at: .now)
        try refuse((1...count).map { Sample.message("t-\($0)", reason: "te-duur") }, in: ledger)
        try body(DeadLetterShell(folder: folder.path, environment: ["TERMINUS_LEDGER_PATH": path]), ledger)
    }

    static func refuse(_ bodies: [[UInt8]], in ledger: Ledger) throws {
        let recorder = Recorder(ledger: ledger, source: "urn:test")
        let receivedMessages = bodies.map { body in
            let message = IncomingMessage(body: body)
            return ReceivedMessage(message: message, parsed: ParsedMessage(message))
        }
        _ = try recorder.record(receivedMessages, at: .now)
    }

    /// Makes `te-duur` mean `price`.
    static func addAlias(in ledger: Ledger) throws {
        _ = try ledger.apply(try Settings.parse(yamlOrJSON: settings(aliases: "[te-duur]")), by: "tests", at: .now)
    }
}
