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
}
