import NIOCore
import Synchronization

/// The connections that are open, of which the oldest gives way to a new one.
///
/// Whoever holds connections open, idle or slow, keeps nobody else from an answer: a service manager that gets none would
/// start a healthy worker anew.
final class OpenConnections: Sendable {
    /// At once; a machine's health checks and scrapes take a few.
    static let most = 64
    /// From its first byte to its last. Idle ones end earlier, and who comes again makes another one.
    static let longest = TimeAmount.seconds(10)

    /// The oldest first.
    private let channels = Mutex<[any Channel]>([])

    var handler: ConnectionLimit { ConnectionLimit(connections: self) }

    fileprivate func add(_ channel: any Channel) {
        let oldest = channels.withLock { channels -> (any Channel)? in
            channels.append(channel)
            return channels.count > Self.most ? channels.removeFirst() : nil
        }
        oldest?.close(promise: nil)
    }

    fileprivate func remove(_ channel: any Channel) {
        channels.withLock { channels in channels.removeAll { $0 === channel } }
    }
}

/// Counts one connection, and ends it when it has lasted too long.
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
        end = context.eventLoop.scheduleTask(in: OpenConnections.longest) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end?.cancel()
        connections.remove(context.channel)
    }
}
