import Hummingbird
import NIOCore

/// The answer to a request.
struct Answer: Sendable {
    var status: HTTPResponse.Status = .ok
    var contentType = "text/plain; charset=utf-8"
    var body: [UInt8]
    /// Further headers.
    var headers: HTTPFields = [:]

    static func text(_ status: HTTPResponse.Status, _ sentence: String) -> Answer {
        Answer(status: status, body: Array((sentence + "\n").utf8))
    }

    static func json(_ isHealthy: Bool, _ body: [UInt8]) -> Answer {
        Answer(status: isHealthy ? .ok : .serviceUnavailable, contentType: "application/json", body: body)
    }
}

/// Answers three paths, compared exactly, and refuses everything else.
struct Responder: HTTPResponder {
    /// A request context that can close the connection.
    struct Context: InitializableFromSource, RequestContext {
        var coreContext: CoreRequestContextStorage
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            coreContext = CoreRequestContextStorage(source: source)
            channel = source.channel
        }
    }

    /// The answer to a path; nil for an unknown path.
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
        // The raw path, without decoding: only exact matches are answered.
        let path = request.uri.path
        return await answer(path) ?? .text(.notFound, "Known paths: /live, /ready and /metrics.")
    }

    /// Closes the connection after the answer, so that further data from the client is not read.
    private func hangUp(_ context: Context) {
        context.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }
}
