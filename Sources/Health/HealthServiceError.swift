import Glibc
import NIOCore

/// Why the health service cannot listen.
public struct HealthServiceError: Error, Sendable, CustomStringConvertible {
    /// A full sentence.
    public let description: String
    public let hint = "Set TERMINUS_HTTP_ADDRESS to another address, or turn HTTP off: TERMINUS_HTTP_ADDRESS=off."

    /// - Parameter error: the error of listening.
    init(listeningOn address: String, _ error: any Error) {
        let code = (error as? IOError)?.errnoCode
        switch code {
        case EADDRINUSE: description = "Another program listens on \(address), where Terminus answers health checks."
        case EACCES, EPERM: description = "This user may not listen on \(address)."
        case EADDRNOTAVAIL: description = "This machine has no address \(address) to listen on."
        default: description = "Nothing can listen on \(address): the name has no address, or the system refuses."
        }
    }
}
