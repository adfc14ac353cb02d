import Glibc
import NIOCore

/// Why nothing can be asked over HTTP.
public struct OperationsError: Error, Sendable, CustomStringConvertible {
    /// A full sentence.
    public let description: String
    public let hint = "Give it another address with TERMINUS_HTTP_ADDRESS, or none: TERMINUS_HTTP_ADDRESS=off."

    /// - Parameter error: what listening threw.
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
