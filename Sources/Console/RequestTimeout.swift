import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// Closes a connection on which a request does not arrive in time, so that slow senders do not keep all connections.
///
/// The idle timeout does not see them: a byte now and then is enough for it.
final class RequestTimeout: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let headers: TimeAmount
    private let body: TimeAmount
    private var timer: Scheduled<Void>?
    private var isReading = false
    private var unanswered = 0

    /// - Parameters:
    ///   - headers: from the beginning of the connection, or the end of the last answer, to the end of the headers.
    ///   - body: from there to the end of the request.
    init(headers: TimeAmount, body: TimeAmount) {
        self.headers = headers
        self.body = body
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(headers, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelActive(context: ChannelHandlerContext) {
        start(headers, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isReading = true
            start(body, context)
        case .body: break
        case .end:
            isReading = false
            unanswered += 1
            timer?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            unanswered -= 1
            if !isReading, unanswered <= 0 { start(headers, context) }
        }
        context.write(data, promise: promise)
    }

    private func start(_ amount: TimeAmount, _ context: ChannelHandlerContext) {
        timer?.cancel()
        let channel = context.channel
        timer = context.eventLoop.scheduleTask(in: amount) { channel.close(promise: nil) }
    }
}
