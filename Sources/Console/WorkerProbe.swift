import Foundation
import JSON
import Terminations

/// What the worker says of itself. That it cannot be asked says nothing of whether it works.
enum WorkerAnswer: Sendable {
    struct Component: Sendable {
        let name: String
        let isReady: Bool
        let since: Instant?
        let reason: String?
    }

    case answered(isReady: Bool, components: [Component])
    /// Nobody answers, or not as a worker does.
    case silent(address: String)
    /// No address is configured.
    case off
}

/// Asks the worker for `/ready`.
enum WorkerProbe {
    private static let longestWait = 2
    private static let mostBytes = 64 * 1024

    /// Blocks for some seconds at most.
    static func ask(_ address: (host: String, port: Int)?) -> WorkerAnswer {
        guard let address else { return .off }
        let shown = address.host.contains(":") ? "[\(address.host)]:\(address.port)" : "\(address.host):\(address.port)"
        // A worker that listens on all addresses is asked on this machine's own.
        let host = ["0.0.0.0": "127.0.0.1", "::": "::1"][address.host] ?? address.host
        guard let answer = get("/ready", from: host, port: address.port, named: shown),
            let json = try? JSONValue(parsing: answer), let object = json.object, let isReady = object["ready"]?.bool,
            let parts = object["parts"]?.array
        else { return .silent(address: shown) }
        let components = parts.compactMap(\.object).map { part in
            WorkerAnswer.Component(
                name: part["part"]?.string ?? "",
                isReady: part["ready"]?.bool ?? false,
                since: part["since"]?.string.flatMap { Instant(rfc3339: $0) },
                reason: part["reason"]?.string
            )
        }
        return .answered(isReady: isReady, components: components)
    }

    /// The body of the answer, whatever its status; nil where there is none in time.
    private static func get(_ path: String, from host: String, port: Int, named: String) -> [UInt8]? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else { return nil }
        defer { freeaddrinfo(found) }
        for place in sequence(first: first, next: \.pointee.ai_next) {
            let socket = socket(place.pointee.ai_family, place.pointee.ai_socktype, place.pointee.ai_protocol)
            guard socket >= 0 else { continue }
            defer { close(socket) }
            var wait = timeval(tv_sec: longestWait, tv_usec: 0)
            for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                setsockopt(socket, SOL_SOCKET, option, &wait, socklen_t(MemoryLayout<timeval>.size))
            }
            guard connect(socket, place.pointee.ai_addr, place.pointee.ai_addrlen) == 0 else { continue }
            let request = Array("GET \(path) HTTP/1.1\r\nHost: \(named)\r\nConnection: close\r\n\r\n".utf8)
            guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { continue }
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 8192)
            while bytes.count < mostBytes {
                let count = recv(socket, &chunk, chunk.count, 0)
                guard count > 0 else { break }
                bytes += chunk.prefix(count)
            }
            return body(of: bytes)
        }
        return nil
    }

    private static func body(of answer: [UInt8]) -> [UInt8]? {
        let end = Array("\r\n\r\n".utf8)
        guard answer.starts(with: Array("HTTP/1.1 ".utf8)) else { return nil }
        var index = 0
        while index + end.count <= answer.count {
            if answer[index..<index + end.count].elementsEqual(end) { return Array(answer[(index + end.count)...]) }
            index += 1
        }
        return nil
    }
}
