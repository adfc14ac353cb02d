import Foundation
import RabbitMQ
import TestSupport
import Testing

extension `Deployed` {
    @Suite struct `with TLS` {
        /// What `terminus doctor` finds out about the broker.
        private func finding(_ environment: [String: String]) throws -> (result: String, text: String) {
            let answer = try Folder().run(["doctor", "--format", "json"], environment: environment)
            let object = try #require(
                try answer.objects().first { $0["check"]?.string == "broker" },
                "\(answer.output)"
            )
            let words = [object["detail"]?.string, object["hint"]?.string].compactMap(\.self)
            return (object["result"]?.string ?? "", words.joined(separator: " "))
        }

        @Test(arguments: ["localhost", "127.0.0.1"])
        func `trusts its own authority, by name and by IP address`(host: String) throws {
            let broker = try Deployed.broker()
            var environment = try broker.environment(as: "terminus")
            environment["TERMINUS_AMQP_URL"] = "amqps://\(host):\(broker.tlsPort)"
            let (result, text) = try finding(environment)
            #expect(result == "ok")
            #expect(text.contains("answers at amqps://\(host):\(broker.tlsPort)."))
        }

        enum Mistake: String, CaseIterable, Sendable {
            case wrongHost, unknownAuthority, plainOnTLSPort, tlsOnPlainPort, foreignClient, unknownUser, wrongKey
        }

        @Test(
            arguments: [
                (.wrongHost, "is not for the host 127.1.", "that the certificate names"),
                (.unknownAuthority, "was not signed by an authority in /etc/ssl/certs/", "as the CA file"),
                (.plainOnTLSPort, "instead of greeting as a broker does.", "write amqps://"),
                (.tlsOnPlainPort, "does not speak TLS.", "Write amqp://"),
                (.foreignClient, "the client certificate /", "trusts"),
                (.unknownUser, "Login was refused using authentication mechanism EXTERNAL", "Add a user"),
                (.wrongKey, "do not belong together.", "Configure the key"),
            ] as [(Mistake, String, String)]
        )
        func `says in one sentence what is wrong, and what to do`(mistake: Mistake, what: String, hint: String) throws {
            let broker = try Deployed.broker()
            var environment = try broker.environment(as: "terminus")
            switch mistake {
            case .wrongHost:
                // 127.0.0.1, written so that it is no IP address of the certificate's.
                environment["TERMINUS_AMQP_URL"] = "amqps://127.1:\(broker.tlsPort)"
            case .unknownAuthority:
                environment["TERMINUS_AMQP_CA_FILE"] = nil
            case .plainOnTLSPort:
                environment = ["TERMINUS_AMQP_URL": "amqp://localhost:\(broker.tlsPort)"]
            case .tlsOnPlainPort:
                environment["TERMINUS_AMQP_URL"] = "amqps://localhost:\(broker.port)"
            case .foreignClient:
                let foreign = try Folder()
                #expect(try Program.script("make-certificates", [foreign.path]).end == .exit(0))
                environment["TERMINUS_AMQP_CERTIFICATE_FILE"] = foreign.path + "/client.pem"
                environment["TERMINUS_AMQP_KEY_FILE"] = foreign.path + "/client-key.pem"
                // The folder must outlive the connection.
                return try withExtendedLifetime(foreign) { try expect(environment, what, hint) }
            case .unknownUser:
                environment = try broker.environment(as: "stranger")
            case .wrongKey:
                environment["TERMINUS_AMQP_KEY_FILE"] = try broker.certificate(of: "crm").key
            }
            try expect(environment, what, hint)
        }

        private func expect(_ environment: [String: String], _ what: String, _ hint: String) throws {
            let (result, text) = try finding(environment)
            #expect(result == "failed")
            #expect(text.contains(what), "\(text)")
            #expect(text.contains(hint), "\(text)")
        }

        @Test func `refuses a certificate that has expired`() throws {
            try DeployedBroker.with(certificateOptions: ["--expired"]) { broker in
                try expect(
                    ["TERMINUS_AMQP_URL": broker.url, "TERMINUS_AMQP_CA_FILE": broker.authority],
                    "has expired.",
                    "Renew the broker's certificate"
                )
            }
        }

        @Test func `says that a client certificate is demanded where none is configured`() throws {
            try DeployedBroker.with(options: ["--demand-certificates"]) { broker in
                var environment = ["TERMINUS_AMQP_URL": broker.url, "TERMINUS_AMQP_CA_FILE": broker.authority]
                try expect(environment, "demands a client certificate", "certificate")
                // The password still counts: only EXTERNAL takes the user from the certificate.
                environment["TERMINUS_AMQP_URL"] = "amqps://guest:guest@localhost:\(broker.tlsPort)"
                environment["TERMINUS_AMQP_CERTIFICATE_FILE"] = broker.certificates + "/client.pem"
                environment["TERMINUS_AMQP_KEY_FILE"] = broker.certificates + "/client-key.pem"
                #expect(try finding(environment).result == "ok")
            }
        }

        @Test func `names every fault of a certificate's configuration before it connects`() throws {
            let folder = try Folder()
            try folder.file("key.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n")
            try folder.file("empty.pem", "nothing")
            let answer = try folder.run(
                ["doctor", "--amqp-key-file", "key.pem"],
                environment: ["TERMINUS_AMQP_LOGIN": "certificate", "TERMINUS_AMQP_URL": `Exit codes`.nowhere]
            )
            #expect(answer.end == .exit(78))
            for text in [
                "key is encrypted", "--amqp-key-file is set without amqp.certificateFile",
                "not every address begins with amqps://",
            ] {
                #expect(answer.output.replacing(/\s+/, with: " ").contains(text), "\(text): \(answer.output)")
            }
            let other = try folder.run(["doctor", "--amqp-certificate-file", "empty.pem"])
            #expect(other.output.replacing(/\s+/, with: " ").contains("without certificates in PEM form"))
        }
    }
}
