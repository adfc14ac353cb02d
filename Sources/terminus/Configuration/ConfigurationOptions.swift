import ArgumentParser

/// The flags that every command with a configuration takes. Each has the precedence over its `TERMINUS_*` variable.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration file (default: terminus.yaml, or else /etc/terminus/terminus.yaml, where it exists) "
                + "[TERMINUS_CONFIG]. --help-hidden shows the options for the broker, the ledger and the log.",
            valueName: "file"
        ),
        completion: .file()
    )
    var config: String?

    @Option(
        help: ArgumentHelp(
            "The broker: amqp:// or amqps:// addresses, separated by commas (default: localhost) [TERMINUS_AMQP_URL].",
            valueName: "url",
            visibility: .hidden
        )
    )
    var amqpURL: String?

    @Option(
        help: ArgumentHelp(
            "A file that holds the broker's password [TERMINUS_AMQP_PASSWORD_FILE].",
            valueName: "file",
            visibility: .hidden
        )
    )
    var amqpPasswordFile: String?

    @Option(
        help: ArgumentHelp(
            "The certificate authorities to trust with amqps://, in PEM form (default: the system's) "
                + "[TERMINUS_AMQP_CA_FILE].",
            valueName: "file",
            visibility: .hidden
        )
    )
    var amqpCAFile: String?

    @Option(
        help: ArgumentHelp(
            "The client certificate to show with amqps://, in PEM form [TERMINUS_AMQP_CERTIFICATE_FILE].",
            valueName: "file",
            visibility: .hidden
        )
    )
    var amqpCertificateFile: String?

    @Option(
        help: ArgumentHelp(
            "The client certificate's private key, in PEM form [TERMINUS_AMQP_KEY_FILE].",
            valueName: "file",
            visibility: .hidden
        )
    )
    var amqpKeyFile: String?

    @Option(
        help: ArgumentHelp(
            "The ledger's file (default: terminus.sqlite) [TERMINUS_LEDGER_PATH].",
            valueName: "file",
            visibility: .hidden
        )
    )
    var ledgerPath: String?

    @Option(
        help: ArgumentHelp(
            "What the names of exchanges and queues begin with (default: terminus) [TERMINUS_PREFIX].",
            valueName: "name",
            visibility: .hidden
        )
    )
    var prefix: String?

    @Option(
        help: ArgumentHelp(
            "What to log: trace, debug, info, notice, warning, error, critical [TERMINUS_LOG_LEVEL].",
            valueName: "level",
            visibility: .hidden
        )
    )
    var logLevel: String?

    @Option(
        help: ArgumentHelp(
            "How to log to standard error: text, json [TERMINUS_LOG_FORMAT].",
            valueName: "format",
            visibility: .hidden
        )
    )
    var logFormat: String?

    /// The values by configuration key.
    var values: [ConfigurationKey: String] {
        [
            .amqpURL: amqpURL, .amqpPasswordFile: amqpPasswordFile, .amqpCAFile: amqpCAFile,
            .amqpCertificateFile: amqpCertificateFile, .amqpKeyFile: amqpKeyFile, .ledgerPath: ledgerPath,
            .prefix: prefix, .logLevel: logLevel, .logFormat: logFormat,
        ].compactMapValues { $0 }
    }
}

/// The further flags of `terminus run`.
struct WorkerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Messages that the broker hands out before they are acknowledged (default: 1000) [TERMINUS_PREFETCH].",
            valueName: "count"
        )
    )
    var prefetch: String?

    @Option(
        help: ArgumentHelp(
            "Messages that one transaction records at most (default: 500) [TERMINUS_BATCH_SIZE].",
            valueName: "count"
        )
    )
    var batchSize: String?

    @Option(
        help: ArgumentHelp(
            "Events that may be published and not yet confirmed (default: 1000) [TERMINUS_CONFIRM_WINDOW].",
            valueName: "count"
        )
    )
    var confirmWindow: String?

    @Option(
        help: ArgumentHelp(
            "Seconds that an orderly stop may take (default: 20) [TERMINUS_GRACE_SECONDS].",
            valueName: "seconds"
        )
    )
    var graceSeconds: String?

    @Option(
        help: ArgumentHelp(
            "The CloudEvents source of events (default: urn:terminus) [TERMINUS_SOURCE].",
            valueName: "uri"
        )
    )
    var source: String?

    @Option(
        help: ArgumentHelp(
            "Where health checks and metrics are answered, or off (default: 127.0.0.1:9464) [TERMINUS_HTTP_ADDRESS].",
            valueName: "address"
        )
    )
    var httpAddress: String?

    @Option(
        help: ArgumentHelp(
            "Whether to declare exchanges and queues: true, false (default: true) [TERMINUS_SETUP].",
            valueName: "bool"
        )
    )
    var setup: String?

    var values: [ConfigurationKey: String] {
        [
            .prefetch: prefetch, .batchSize: batchSize, .confirmWindow: confirmWindow, .graceSeconds: graceSeconds,
            .source: source, .setup: setup, .httpAddress: httpAddress,
        ].compactMapValues { $0 }
    }
}
