import NIOCore
import Synchronization

/// Limits the number of open connections. A new connection above the limit closes the oldest one.
///
/// A client that holds idle or slow connections open therefore cannot block other clients. A service manager without an
/// answer would restart a healthy worker.
final class OpenConnections: Sendable {
    /// The most open connections. Health checks and scrapes need a few.
    static let limit = 64
    /// The longest lifetime of a connection. Idle connections end earlier.
    static let lifetime = TimeAmount.seconds(10)

    /// In the order of their opening.
    private let channels = Mutex<[any Channel]>([])

    var handler: ConnectionLimit { ConnectionLimit(connections: self) }

    fileprivate func add(_ channel: any Channel) {
        let oldest = channels.withLock { channels -> (any Channel)? in
            channels.append(channel)
            return channels.count > Self.limit ? channels.removeFirst() : nil
        }
        oldest?.close(promise: nil)
    }

    fileprivate func remove(_ channel: any Channel) {
        channels.withLock { channels in channels.removeAll { $0 === channel } }
    }
}

/// Registers one connection, and closes it at the end of its lifetime.
final class ConnectionLimit: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let connections: OpenConnections
    private var end: Scheduled<Void>?

    fileprivate init(connections: OpenConnections) {
        self.connections = connections
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        connections.add(channel)
        end = context.eventLoop.scheduleTask(in: OpenConnections.lifetime) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end?.cancel()
        connections.remove(context.channel)
    }
}
