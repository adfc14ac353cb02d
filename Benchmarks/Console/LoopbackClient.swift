import Foundation

/// A browser without a screen: one connection at a time, and the cookie of one session.
///
/// URLSession would take as much processor time as the console that it measures.
final class LoopbackClient {
    struct Answer {
        let status: Int
        /// By their names in lower case.
        let headers: [String: String]
        let body: [UInt8]

        /// Links of this page to pages of the same origin.
        var links: [String] {
            String(decoding: body, as: UTF8.self).matches(of: /<a [^>]*href="(\/[^"#]*)/).map { match in
                String(match.1).replacing("&amp;", with: "&")
            }
        }
    }

    private let port: UInt16
    private var descriptor: Int32 = -1
    private var cookie = ""

    init(port: UInt16) { self.port = port }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Signs in by the one-time link of the console.
    func signIn(token: String) throws {
        let answer = try ask("POST", "/sign-in", form: "token=\(token)")
        guard answer.status == 303, let set = answer.headers["set-cookie"] else {
            throw BenchmarkError("Signing in was answered with \(answer.status).")
        }
        cookie = String(set.prefix { $0 != ";" })
    }

    func get(_ path: String) throws -> Answer { try ask("GET", path) }

    private func ask(_ method: String, _ path: String, form: String = "") throws -> Answer {
        var request = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nSec-Fetch-Site: same-origin\r\n"
        if !cookie.isEmpty { request += "Cookie: \(cookie)\r\n" }
        if method != "GET" {
            request += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(form.utf8.count)\r\n"
        }
        let bytes = Array((request + "\r\n" + form).utf8)
        // A connection that was idle for some seconds was closed by the console.
        if descriptor >= 0, let answer = try? exchange(bytes) { return answer }
        try connect()
        return try exchange(bytes)
    }

    private func connect() throws {
        if descriptor >= 0 { close(descriptor) }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw BenchmarkError("Nobody answers on port \(port).") }
        // A page must not wait for the acknowledgement of the request before it.
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    private func exchange(_ request: [UInt8]) throws -> Answer {
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw BenchmarkError("The console closed the connection.")
        }
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var head: (status: Int, headers: [String: String], length: Int)?
        while true {
            if head == nil, let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
                let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                let fields = lines.dropFirst().compactMap { line in
                    line.firstRange(of: ": ").map {
                        (line[..<$0.lowerBound].lowercased(), String(line[$0.upperBound...]))
                    }
                }
                let status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
                head = (status, Dictionary(fields) { first, _ in first }, end.upperBound)
            }
            if let head, head.headers["transfer-encoding"] == nil,
                let length = Int(head.headers["content-length"] ?? "0"),
                received.count >= head.length + length
            {
                return Answer(status: head.status, headers: head.headers, body: Array(received[head.length...]))
            }
            if let head, head.headers["transfer-encoding"] == "chunked", received.suffix(5) == Array("0\r\n\r\n".utf8) {
                // In its pieces: nobody reads a download here.
                return Answer(status: head.status, headers: head.headers, body: Array(received[head.length...]))
            }
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { throw BenchmarkError("The console closed the connection.") }
            received += chunk.prefix(count)
        }
    }
}
