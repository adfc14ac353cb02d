import Foundation

/// An open file that is read from any place, by several readers at once: none moves the place of another.
final class ReadableFile: Sendable {
    private let descriptor: Int32

    /// Takes over an open descriptor, and closes it in the end.
    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// - Throws: ``ImportFileError`` where it does not exist, cannot be read, or is a folder.
    init(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            throw ImportFileError(
                "\(path) cannot be read: \(String(cString: strerror(errno))).",
                hint: "Name a file that exists and that you may read, or - for standard input.",
                cause: .noInput
            )
        }
        self.descriptor = descriptor
        if kind == S_IFDIR {
            throw ImportFileError("\(path) cannot be read: it is a folder.", hint: "Name a file.", cause: .noInput)
        }
        if kind == S_IFBLK || kind == S_IFCHR && isatty(descriptor) == 0 {
            throw ImportFileError("\(path) cannot be read: it is a device.", hint: "Name a file.", cause: .noInput)
        }
    }

    deinit { close(descriptor) }

    /// Whether it can be read again: pipes, terminals and devices cannot.
    var isRegular: Bool { kind == S_IFREG }

    private var kind: mode_t {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    /// The bytes from an offset; fewer than requested at the end of the file, none after it.
    func bytes(at offset: Int64, upTo count: Int) throws -> [UInt8] {
        try read(count) { pread(descriptor, $0, count, off_t(offset)) }
    }

    /// What comes next of a file that can be read only once; empty at the end.
    func nextBytes(upTo count: Int) throws -> [UInt8] {
        try read(count) { Glibc.read(descriptor, $0, count) }
    }

    private func read(_ count: Int, _ call: (UnsafeMutableRawPointer?) -> Int) throws -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var result = call(buffer.baseAddress)
            while result < 0, errno == EINTR { result = call(buffer.baseAddress) }
            if result < 0 { failure = errno }
            filled = max(result, 0)
        }
        guard failure == 0 else {
            throw ImportFileError(
                "The file cannot be read on: \(String(cString: strerror(failure))).",
                cause: .disk
            )
        }
        return bytes
    }
}
