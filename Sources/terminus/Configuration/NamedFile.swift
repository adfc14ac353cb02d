import Foundation

/// The files that the configuration names, looked into before they are used.
enum NamedFile {
    /// The password: the first line, with or without the end of a line, Windows' included.
    static func password(inFile path: String) throws(ConfigurationFault) -> String {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw ConfigurationFault("names a file that does not exist or cannot be read")
        }
        var line = data.prefix { $0 != UInt8(ascii: "\n") }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard !line.isEmpty else { throw ConfigurationFault("names a file whose first line is empty") }
        // librabbitmq takes C strings: what is behind a zero byte would silently be cut off.
        guard line.count <= 255, !line.contains(0), let password = String(validating: line, as: UTF8.self) else {
            throw ConfigurationFault("names a file whose first line is not a password: UTF-8 of at most 255 bytes")
        }
        return password
    }

    /// The path of a file that can be read and holds a private key that needs no password: nobody is there to type it.
    static func privateKey(inFile path: String) throws(ConfigurationFault) -> String {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw ConfigurationFault("names a file that does not exist or cannot be read")
        }
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
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw ConfigurationFault("names a file that does not exist or cannot be read")
        }
        guard data.firstRange(of: Data("-----BEGIN".utf8)) != nil else {
            throw ConfigurationFault("names a file without certificates in PEM form")
        }
        return path
    }
}
