import Foundation

/// Reads files of every kind: regular ones, devices, and pipes, which can be read only once.
enum InputFile {
    struct Failure: Error {
        /// The number of the error.
        let number: Int32
        var text: String { number == ENODEV ? "It is a device" : String(cString: strerror(number)) }
    }

    /// The whole file.
    ///
    /// - Parameter path: `-` for standard input.
    static func bytes(of path: String) throws(Failure) -> [UInt8] {
        try bytes(of: path) { _ in false }
    }

    /// Everything up to the piece with which there is enough: a pipe need not be closed for that.
    ///
    /// - Parameter isEnough: asked after each piece, with all that is read so far.
    static func bytes(of path: String, until isEnough: ([UInt8]) -> Bool) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw Failure(number: errno) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        guard !isEndless(descriptor) else { throw Failure(number: ENODEV) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(number: errno)
            }
            bytes += piece[..<count]
            if count == 0 || isEnough(bytes) { return bytes }
        }
    }

    /// Whether it is a device, such as /dev/zero, whose end nobody knows. /dev/null has one.
    private static func isEndless(_ descriptor: Int32) -> Bool {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return false }
        let null = dev_t(1 << 8 | 3)
        return switch facts.st_mode & S_IFMT {
        case S_IFCHR: isatty(descriptor) == 0 && facts.st_rdev != null
        case S_IFBLK: true
        default: false
        }
    }

    /// Passes over a byte order mark, which editors of Windows put before UTF-8 (RFC 3629, 6).
    static func withoutByteOrderMark(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    }
}
