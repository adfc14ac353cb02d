// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "terminus",
    products: [
        .executable(name: "terminus", targets: ["terminus"])
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        // librabbitmq, and shims for its macros and unions.
        .systemLibrary(
            name: "CRabbitMQ",
            pkgConfig: "librabbitmq",
            providers: [.apt(["librabbitmq-dev"]), .brew(["rabbitmq-c"])]
        ),

        // Blocking threads: monitor, deadline, wake signal, stop request.
        .target(name: "Threads", swiftSettings: strict),

        // The keys of log metadata.
        .target(
            name: "LogKeys",
            dependencies: [.product(name: "Logging", package: "swift-log")],
            swiftSettings: strict
        ),

        // TLS functions that librabbitmq lacks. A C target, so that no other code sees OpenSSL's headers.
        .target(name: "CTLS", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),

        // The AMQP 0-9-1 client: the only Swift that sees librabbitmq.
        .target(
            name: "RabbitMQ",
            dependencies: [
                "CRabbitMQ", "CTLS", "LogKeys", "Threads",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),

        // The settings of glibc's heap.
        .systemLibrary(name: "CMalloc"),

        // The variadic functions of SQLite, which Swift cannot call.
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),

        // JSON: reader with offsets and limits, writer, pointer, patch.
        .target(name: "JSON", swiftSettings: strict),

        // The domain: pure values and functions.
        .target(
            name: "Terminations",
            dependencies: ["JSON", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict
        ),

        // What people write in YAML: settings files and terminus.yaml.
        .target(name: "YAML", dependencies: ["JSON", "Terminations", "Yams"], swiftSettings: strict),

        // The store.
        .target(
            name: "Ledger",
            dependencies: [
                "CSQLite", "JSON", "Terminations",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),

        // Why contracts end: figures over the ledger, and their presentation.
        .target(
            name: "Reports",
            dependencies: ["JSON", "Terminations", "Ledger", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict
        ),

        // The running service.
        .target(
            name: "Worker",
            dependencies: [
                "JSON", "LogKeys", "RabbitMQ", "Terminations", "Threads", "Ledger",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: strict
        ),

        // Every action that a person or a program can ask for: planned, then executed.
        .target(
            name: "Application",
            dependencies: [
                "JSON", "Ledger", "LogKeys", "RabbitMQ", "Reports", "Terminations", "Threads", "Worker", "YAML",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),

        // The metrics of the process as Prometheus reads them.
        .target(
            name: "Prometheus",
            dependencies: [.product(name: "CoreMetrics", package: "swift-metrics")],
            swiftSettings: strict
        ),

        // HTTP for machines: /live, /ready and /metrics.
        .target(
            name: "Health",
            dependencies: [
                "JSON", "Ledger", "LogKeys", "Prometheus", "RabbitMQ", "Terminations", "Worker",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        // Pages for people, in a process of their own.
        .target(
            name: "Console",
            dependencies: [
                "Application", "JSON", "Ledger", "Prometheus", "Reports", "Terminations", "Threads", "YAML",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        // The command line and the composition root.
        .executableTarget(
            name: "terminus",
            dependencies: [
                "Application", "CMalloc", "Console", "Health", "JSON", "Ledger", "LogKeys", "Prometheus", "RabbitMQ",
                "Reports", "Terminations", "Threads", "Worker", "YAML", "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        .testTarget(name: "RabbitMQTests", dependencies: ["RabbitMQ", "Threads"], swiftSettings: strict),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
        .testTarget(name: "YAMLTests", dependencies: ["JSON", "Terminations", "YAML"], swiftSettings: strict),
        .testTarget(
            name: "TerminationsTests",
            dependencies: ["JSON", "SplitMix", "Terminations", "YAML"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LedgerTests",
            dependencies: ["JSON", "Ledger", "SplitMix", "Terminations", "TestSupport", "YAML"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ReportsTests",
            dependencies: [
                "JSON", "Reports", "Ledger", "Terminations", "SplitMix", "YAML",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PrometheusTests",
            dependencies: ["Prometheus", .product(name: "Metrics", package: "swift-metrics")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "HealthTests",
            dependencies: ["Health", "Prometheus", "Worker", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WorkerTests",
            dependencies: [
                "Worker", "TestSupport", "Threads", "SplitMix",
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TerminusTests",
            dependencies: ["terminus", "TestSupport", "YAML", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict
        ),

        .testTarget(
            name: "ApplicationTests",
            dependencies: ["Application", "Ledger", "Terminations", "Reports", "TestSupport", "Threads", "Worker"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConsoleTests",
            dependencies: [
                "Application", "Console", "JSON", "Ledger", "Reports", "Terminations", "TestSupport", "YAML",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "FuzzingTests",
            dependencies: ["Fuzzing", "JSON", "SplitMix", "YAML"],
            swiftSettings: strict
        ),

        // Properties of all input: the fuzzers check them on new input, the tests on the corpus.
        .target(
            name: "Fuzzing",
            dependencies: ["Application", "CRabbitMQ", "JSON", "RabbitMQ", "Terminations", "Worker", "YAML"],
            path: "Tests/Fuzzing",
            swiftSettings: strict
        ),

        // Random numbers from a seed, for tests and benchmarks.
        .target(name: "SplitMix", path: "Tests/SplitMix", swiftSettings: strict),

        // Fixtures that several test targets share.
        .target(
            name: "TestSupport",
            dependencies: [
                "RabbitMQ", "Terminations", "Ledger", "Worker", "YAML",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
    ]
)

// scripts/benchmark and scripts/torture. Built on request only, so that a build of Terminus does not compile them.
if Context.environment["TERMINUS_BENCHMARKS"] != nil {
    package.targets += [
        .executableTarget(
            name: "benchmark",
            dependencies: [
                "JSON", "RabbitMQ", "Terminations", "Ledger", "Worker", "SplitMix", "TestSupport", "YAML",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks",
            swiftSettings: strict
        )
    ]
}

// The fuzzers (scripts/fuzz). Built on request only, because they need libFuzzer and instrumentation of all modules.
if Context.environment["TERMINUS_FUZZ"] != nil {
    package.targets += [
        .target(name: "CFuzzer", path: "fuzz/CFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: ["Fuzzing", "CFuzzer"],
            path: "fuzz/Runner",
            swiftSettings: strict,
            // gold, the default linker on Linux, fails on the sanitizers' symbols.
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]
        ),
    ]
}
