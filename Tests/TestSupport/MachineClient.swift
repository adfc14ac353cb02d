import Foundation

/// An HTTP client that sends one request per connection.
public struct MachineClient: Sendable {
    public struct Reply: Sendable {
        public let status: Int
        /// Names in lower case.
        public let headers: [String: String]
        public let body: [UInt8]

        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Nothing listens, or the answer is not HTTP.
    public struct NoReply: Error {
        public init() {}
    }

    public let port: Int

    /// - Parameter address: `127.0.0.1:9464`.
    public init(address: String) {
        port = address.split(separator: ":").last.flatMap { Int($0) } ?? 0
    }

    public func get(_ path: String, method: String = "GET") throws -> Reply {
        try send("\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    }

    /// Sends the bytes unchanged and reads until the other side closes.
    public func send(_ request: String) throws -> Reply {
        let bytes = try exchange(Array(request.utf8))
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { throw NoReply() }
        let head = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let words = (head.first ?? "").split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { throw NoReply() }
        var headers: [String: String] = [:]
        for line in head.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        return Reply(status: status, headers: headers, body: Array(text[end.upperBound...].utf8))
    }

    private func exchange(_ request: [UInt8]) throws -> [UInt8] {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(socket) }
        var timeout = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw NoReply() }
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress! + sent, request.count - sent, Int32(MSG_NOSIGNAL))
            }
            // The other side may answer and close before it has read everything. Its answer can still be read.
            guard count > 0 else { break }
            sent += count
        }
        var reply: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            reply += buffer[..<count]
        }
        return reply
    }
}
