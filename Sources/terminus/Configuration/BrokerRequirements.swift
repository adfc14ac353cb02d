import RabbitMQ

extension TerminusConfiguration {
    /// Sees to it that the broker answers and has the exchange: a publisher or consumer would wait for it for ever.
    func demandExchange(_ name: String) throws {
        guard try Broker.exchangeExists(name, on: connection) else {
            throw CommandFailure(
                .configuration,
                "The exchange \(name) does not exist.",
                hint: "Run: terminus setup (or start the worker, which declares it), or correct the prefix."
            )
        }
    }

    /// Refuses at once what the broker would refuse each time.
    func demandPermission(_ permission: Permission) throws {
        if let refusal = try Broker.refusal(of: permission, on: connection) { throw CommandFailure(refusal) }
    }
}
