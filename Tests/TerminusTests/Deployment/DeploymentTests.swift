import Testing

/// What a team does on its first day in production. One broker serves all of these suites: it takes seconds to start.
@Suite(.deployedBroker) struct `Deployed` {
    static func broker() throws -> DeployedBroker { try #require(WithDeployedBroker.broker) }
}
