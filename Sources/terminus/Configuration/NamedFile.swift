import Foundation

/// The files that the configuration names, looked into before they are used.
enum NamedFile {
    /// The password: the first line, without its end, of whatever system, and without a byte order mark. A pipe is
    /// read up to that end.
    static func password(inFile path: String) throws(ConfigurationFault) -> String {
        let ends: (UInt8) -> Bool = { [UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains($0) }
        // A line that is too long need not be read to its end.
        let bytes = try bytes(of: path) { $0.count > 1024 || $0.contains(where: ends) }
        let line = InputFile.withoutByteOrderMark(bytes).prefix { !ends($0) }
        guard !line.isEmpty else { throw ConfigurationFault("names a file whose first line is empty") }
        // librabbitmq takes C strings: what is behind a zero byte would silently be cut off.
        guard line.count <= 255, !line.contains(0), let password = String(validating: line, as: UTF8.self) else {
            throw ConfigurationFault("names a file whose first line is not a password: UTF-8 of at most 255 bytes")
        }
        return password
    }

    /// The text of a file that only its owner and its group may read, and only its owner may change.
    static func protectedText(inFile path: String) throws(ConfigurationFault) -> String {
        let bytes = try bytes(of: path) { _ in false }
        var facts = stat()
        if stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG {
            guard facts.st_mode & 0o027 == 0 else {
                throw ConfigurationFault("names a file that others may read or change: chmod 640 it")
            }
            guard facts.st_uid == 0 || facts.st_uid == geteuid() else {
                throw ConfigurationFault("names a file that belongs to another user, who can change it")
            }
        }
        guard let text = String(validating: InputFile.withoutByteOrderMark(bytes), as: UTF8.self) else {
            throw ConfigurationFault("names a file that is not UTF-8 text")
        }
        return text
    }

    /// The path of a file that can be read and holds a private key that needs no password: nobody is there to type it.
    static func privateKey(inFile path: String) throws(ConfigurationFault) -> String {
        let data = Data(try bytes(of: path) { _ in false })
        guard data.firstRange(of: Data("PRIVATE KEY-----".utf8)) != nil else {
            throw ConfigurationFault("names a file without a private key in PEM form")
        }
        guard data.firstRange(of: Data("ENCRYPTED".utf8)) == nil else {
            throw ConfigurationFault("names a file whose key is encrypted: protect it by its permissions instead")
        }
        return path
    }

    /// The path of a file that can be read and holds certificates.
    static func certificates(inFile path: String) throws(ConfigurationFault) -> String {
        let data = Data(try bytes(of: path) { _ in false })
        guard data.firstRange(of: Data("-----BEGIN".utf8)) != nil else {
            throw ConfigurationFault("names a file without certificates in PEM form")
        }
        return path
    }

    private static func bytes(
        of path: String,
        until isEnough: ([UInt8]) -> Bool
    ) throws(ConfigurationFault) -> [UInt8] {
        do {
            return try InputFile.bytes(of: path, until: isEnough)
        } catch {
            throw ConfigurationFault("names a file that does not exist or cannot be read (\(error.text))")
        }
    }
}
