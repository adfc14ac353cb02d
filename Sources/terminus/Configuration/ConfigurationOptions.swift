import ArgumentParser

/// The flags that every command with a configuration takes. Each has the precedence over its `TERMINUS_*` variable.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration file (default: terminus.yaml, where it exists) [TERMINUS_CONFIG].",
            valueName: "file"
        )
    )
    var config: String?

    @Option(
        help: ArgumentHelp(
            "The broker: amqp:// or amqps:// addresses, separated by commas [TERMINUS_AMQP_URL].",
            valueName: "url"
        )
    )
    var amqpURL: String?

    @Option(
        help: ArgumentHelp(
            "A file that holds the broker's password [TERMINUS_AMQP_PASSWORD_FILE].",
            valueName: "file"
        )
    )
    var amqpPasswordFile: String?

    @Option(help: ArgumentHelp("The ledger's file [TERMINUS_LEDGER_PATH].", valueName: "file"))
    var ledgerPath: String?

    @Option(help: ArgumentHelp("The prefix of exchange and queue names [TERMINUS_PREFIX].", valueName: "name"))
    var prefix: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error [TERMINUS_LOG_LEVEL].", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("text or json, on standard error [TERMINUS_LOG_FORMAT].", valueName: "format"))
    var logFormat: String?

    /// The values by configuration key.
    var values: [ConfigurationKey: String] {
        [
            .amqpURL: amqpURL, .amqpPasswordFile: amqpPasswordFile, .ledgerPath: ledgerPath, .prefix: prefix,
            .logLevel: logLevel, .logFormat: logFormat,
        ].compactMapValues { $0 }
    }
}

/// The further flags of `terminus run`.
struct WorkerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Deliveries outstanding at once, 1 to 2000 [TERMINUS_PREFETCH].", valueName: "count")
    )
    var prefetch: String?

    @Option(help: ArgumentHelp("Messages in one transaction at most [TERMINUS_BATCH_SIZE].", valueName: "count"))
    var batchSize: String?

    @Option(help: ArgumentHelp("Events published and not yet confirmed [TERMINUS_CONFIRM_WINDOW].", valueName: "count"))
    var confirmWindow: String?

    @Option(help: ArgumentHelp("Seconds that an orderly stop may take [TERMINUS_GRACE_SECONDS].", valueName: "seconds"))
    var graceSeconds: String?

    @Option(help: ArgumentHelp("The CloudEvents source of the events [TERMINUS_SOURCE].", valueName: "uri"))
    var source: String?

    @Option(
        help: ArgumentHelp("Whether to declare exchanges and queues: true, false [TERMINUS_SETUP].", valueName: "bool")
    )
    var setup: String?

    var values: [ConfigurationKey: String] {
        [
            .prefetch: prefetch, .batchSize: batchSize, .confirmWindow: confirmWindow, .graceSeconds: graceSeconds,
            .source: source, .setup: setup,
        ].compactMapValues { $0 }
    }
}
