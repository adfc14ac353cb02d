import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Makes the host of a request whose target is a whole address (`GET http://console.example.com/ HTTP/1.1`) the one of that
/// address, as RFC 9112 (3.2.2) demands. The conversion behind it keeps only the path of the target, so that a request for
/// another host would look like one for this console.
final class AbsoluteTarget: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    /// Adds the handler before the conversion. Hummingbird's own place for handlers is behind it.
    final class Installer: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = HTTPRequestPart

        func handlerAdded(context: ChannelHandlerContext) {
            let pipeline = context.pipeline.syncOperations
            do {
                let conversion = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
                try pipeline.addHandler(AbsoluteTarget(), position: .before(conversion))
            } catch {
                context.close(promise: nil)
            }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), let host = Self.host(in: head.uri),
            // A request with several is refused for them.
            head.headers["host"].count < 2
        else { return context.fireChannelRead(data) }
        head.headers.replaceOrAdd(name: "host", value: host)
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// - Returns: nil where the target is only a path; an empty text where it names no host of a web address.
    static func host(in target: String) -> String? {
        guard !target.hasPrefix("/"), target != "*" else { return nil }
        for scheme in ["http://", "https://"] where target.lowercased().hasPrefix(scheme) {
            return String(target.dropFirst(scheme.count).prefix { !"/?#".contains($0) })
        }
        return ""
    }
}
