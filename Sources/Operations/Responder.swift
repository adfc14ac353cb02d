import Hummingbird
import NIOCore

/// What a request is answered with.
struct Answer: Sendable {
    var status: HTTPResponse.Status = .ok
    var contentType = "text/plain; charset=utf-8"
    var body: [UInt8]
    /// Further headers.
    var headers: HTTPFields = [:]

    static func text(_ status: HTTPResponse.Status, _ sentence: String) -> Answer {
        Answer(status: status, body: Array((sentence + "\n").utf8))
    }

    static func json(_ isWell: Bool, _ body: [UInt8]) -> Answer {
        Answer(status: isWell ? .ok : .serviceUnavailable, contentType: "application/json", body: body)
    }
}

/// Answers three paths, each compared as it is, and refuses everything else: there is nothing to be found by guessing.
struct Responder: HTTPResponder {
    /// Knows the connection, so that it can be closed.
    struct Context: InitializableFromSource, RequestContext {
        var coreContext: CoreRequestContextStorage
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            coreContext = CoreRequestContextStorage(source: source)
            channel = source.channel
        }
    }

    /// The answer to a path; nil where there is none.
    let answer: @Sendable (String) async -> Answer?

    func respond(to request: Request, context: Context) async throws -> Response {
        let answer = await decide(request, context)
        var headers = answer.headers
        headers[.contentType] = answer.contentType
        headers[.contentLength] = String(answer.body.count)
        headers[.cacheControl] = "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        let hasBody = request.method != .head
        return Response(
            status: answer.status,
            headers: headers,
            body: hasBody ? ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)) : ResponseBody()
        )
    }

    private func decide(_ request: Request, _ context: Context) async -> Answer {
        guard request.method == .get || request.method == .head else {
            hangUp(context)
            var answer = Answer.text(.methodNotAllowed, "Only GET and HEAD are answered here.")
            answer.headers[.allow] = "GET, HEAD"
            return answer
        }
        let length = request.headers[.contentLength].map { Int($0) ?? .max } ?? 0
        guard length == 0, request.headers[.transferEncoding] == nil else {
            hangUp(context)
            return .text(.contentTooLarge, "A request has no body here.")
        }
        // The path as it came, without decoding: what is not one of ours is nothing.
        let path = request.uri.path
        return await answer(path) ?? .text(.notFound, "There is /live, /ready and /metrics.")
    }

    /// Closes the connection behind the answer: nobody reads what else the other side wants to send.
    private func hangUp(_ context: Context) {
        context.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }
}
