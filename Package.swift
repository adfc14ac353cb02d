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
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // The C client, and the shims for what Swift cannot call.
        .systemLibrary(
            name: "CRabbitMQ",
            pkgConfig: "librabbitmq",
            providers: [.apt(["librabbitmq-dev"]), .brew(["rabbitmq-c"])]
        ),

        // What librabbitmq leaves out of TLS; a C target, so that OpenSSL's headers are seen by nothing else.
        .target(name: "CTLS", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),

        // The AMQP 0-9-1 client: the only Swift that sees C.
        .target(
            name: "RabbitMQ",
            dependencies: ["CRabbitMQ", "CTLS", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict
        ),

        // What Swift cannot call of SQLite.
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),

        // The domain: pure values and functions.
        .target(
            name: "Terminations",
            dependencies: [.product(name: "Crypto", package: "swift-crypto"), "Yams"],
            swiftSettings: strict
        ),

        // The store.
        .target(
            name: "Ledger",
            dependencies: [
                "CSQLite", "Terminations",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),

        // Why contracts end: figures over the ledger, and their presentation.
        .target(name: "Reports", dependencies: ["Terminations", "Ledger"], swiftSettings: strict),

        // The running service.
        .target(
            name: "Worker",
            dependencies: [
                "RabbitMQ", "Terminations", "Ledger",
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
                "Ledger", "RabbitMQ", "Reports", "Terminations", "Worker",
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

        // HTTP for machines: health and metrics.
        .target(
            name: "Operations",
            dependencies: [
                "Ledger", "Prometheus", "RabbitMQ", "Terminations", "Worker",
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

        // The command line and the composition root.
        .executableTarget(
            name: "terminus",
            dependencies: [
                "Application", "RabbitMQ", "Terminations", "Ledger", "Reports", "Worker", "Operations", "Prometheus",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        // What `scripts/benchmark` and `scripts/torture` run: the raw pass-through, the load, the clock, the faults.
        .executableTarget(
            name: "benchmark",
            dependencies: [
                "RabbitMQ", "Terminations", "Ledger", "Worker",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),

        .testTarget(name: "RabbitMQTests", dependencies: ["RabbitMQ"], swiftSettings: strict),
        .testTarget(name: "TerminationsTests", dependencies: ["Terminations"], swiftSettings: strict),
        .testTarget(name: "LedgerTests", dependencies: ["Ledger", "Terminations"], swiftSettings: strict),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["Reports", "Ledger", "Terminations", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PrometheusTests",
            dependencies: ["Prometheus", .product(name: "Metrics", package: "swift-metrics")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OperationsTests",
            dependencies: ["Operations", "Prometheus", "Worker", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WorkerTests",
            dependencies: [
                "Worker", "TestSupport",
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TerminusTests",
            dependencies: ["terminus", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict
        ),

        .testTarget(
            name: "ApplicationTests",
            dependencies: ["Application", "Ledger", "Terminations", "TestSupport", "Worker"],
            swiftSettings: strict
        ),
        .testTarget(name: "FuzzingTests", dependencies: ["Fuzzing"], swiftSettings: strict),

        // What must hold for whatever bytes arrive: tried by the fuzzers on new bytes, by the tests on those kept.
        .target(
            name: "Fuzzing",
            dependencies: ["Application", "CRabbitMQ", "RabbitMQ", "Terminations", "Worker"],
            path: "Tests/Fuzzing",
            swiftSettings: strict
        ),

        // What the tests of the worker and of the command line share.
        .target(
            name: "TestSupport",
            dependencies: [
                "RabbitMQ", "Terminations", "Ledger", "Worker", .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
    ]
)

// The fuzzers (scripts/fuzz): built only on request, for they are linked with libFuzzer and want everything instrumented.
if Context.environment["TERMINUS_FUZZ"] != nil {
    package.targets += [
        .target(name: "CFuzzer", path: "fuzz/CFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: ["Fuzzing", "CFuzzer"],
            path: "fuzz/Runner",
            swiftSettings: strict,
            // gold, the default on Linux, fails on what the sanitizers need.
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]
        ),
    ]
}
