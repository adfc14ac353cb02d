import Glibc

/// A configured broker address together with one IP address of its host.
struct Endpoint: CustomStringConvertible {
    let address: BrokerAddress
    let ip: String

    /// The address without credentials, followed by the IP address if the host is a name.
    var description: String {
        if address.host == ip { return address.description }
        return "\(address) (\(ip.contains(":") ? "[\(ip)]" : ip):\(address.port))"
    }

    /// The IP addresses of a host, in the order of getaddrinfo (RFC 6724).
    ///
    /// - Throws: `unreachable`.
    @Sendable static func ipAddresses(of host: String) throws(RabbitMQError) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_protocol = Int32(IPPROTO_TCP)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else {
            // Without a free descriptor, getaddrinfo cannot read /etc/hosts and reports an unknown name.
            if let shortage = DescriptorShortage.now {
                throw shortage.error("The broker's host \(host) cannot be resolved")
            }
            let isUnknown = status == EAI_NONAME
            throw RabbitMQError(
                .unreachable,
                "The broker's host \(host) "
                    + (isUnknown ? "is unknown: the name does not exist." : "cannot be resolved at the moment.")
            )
        }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let info = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(text.count)
            if getnameinfo(info.ai_addr, info.ai_addrlen, &text, length, nil, 0, NI_NUMERICHOST) == 0 {
                let ip = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                if !found.contains(ip) { found.append(ip) }
            }
            next = info.ai_next
        }
        guard !found.isEmpty else { throw RabbitMQError(.unreachable, "The broker's host \(host) has no IP address.") }
        return found
    }
}

/// A shortage of file descriptors, which the libraries report as other errors.
enum DescriptorShortage {
    /// RLIMIT_NOFILE, EMFILE.
    case ofProcess
    /// ENFILE.
    case ofMachine

    init?(_ number: Int32) {
        switch number {
        case EMFILE: self = .ofProcess
        case ENFILE: self = .ofMachine
        default: return nil
        }
    }

    /// Detects the shortage by opening a file.
    static var now: DescriptorShortage? {
        let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return DescriptorShortage(errno) }
        close(descriptor)
        return nil
    }

    /// - Parameter failure: the beginning of the sentence: what failed.
    func error(_ failure: String) -> RabbitMQError {
        switch self {
        case .ofProcess:
            RabbitMQError(
                .unreachable,
                "\(failure): this process has reached its limit of open files.",
                hint: "Raise its limit of open files: LimitNOFILE= under systemd, ulimit -n in a shell."
            )
        case .ofMachine:
            RabbitMQError(
                .unreachable,
                "\(failure): this machine has reached its limit of open files.",
                hint: "Find the process that has many files open (lsof), or raise the limit: sysctl fs.file-max."
            )
        }
    }
}
