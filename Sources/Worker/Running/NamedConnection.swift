public import RabbitMQ

extension ConnectionConfiguration {
    /// The same broker under a name by which the broker's management tells one connection from another.
    public func named(_ name: String) -> ConnectionConfiguration {
        var configuration = self
        configuration.name = name
        return configuration
    }
}
