import Foundation
import RabbitMQ
import Terminations

/// The address of an answer to a refused message: its `reply-to`, after validation.
///
/// A publisher can write anything there. RabbitMQ treats a routing key of the default exchange that begins with
/// `amq.rabbitmq.reply-to.` as the address of a channel (direct reply-to) and decodes it. A malformed one ends the connection
/// with 541.
enum ReplyAddress: Equatable {
    case queue(ShortString)
    /// Direct reply-to. The broker counts no queue for it, so it would return a mandatory message that has arrived.
    case channel(ShortString)

    private static let direct = Array("amq.rabbitmq.reply-to.".utf8)
    private static let reserved = Array("amq.".utf8)
    /// The prefix of queues that were declared without a name and named by the broker.
    private static let generated = Array("amq.gen-".utf8)

    /// Nil if no answer may be sent there: the broker reserves the name, or it is a queue of Terminus, which would treat the
    /// answer as a message.
    init?(_ replyTo: OpaqueProperty, names: TopologyNames) {
        guard let key = ShortString(replyTo), key.count > 0 else { return nil }
        let bytes = replyTo.bytes
        let own = [names.terminations, names.deadLetters, names.poisonMessages]
        guard !own.contains(where: { $0.utf8.elementsEqual(bytes) }) else { return nil }
        if bytes.starts(with: Self.direct) {
            guard Self.isChannelAddress(bytes[Self.direct.count...]) else { return nil }
            self = .channel(key)
        } else if bytes.starts(with: Self.reserved) && !bytes.starts(with: Self.generated) {
            return nil
        } else {
            self = .queue(key)
        }
    }

    var key: ShortString {
        switch self {
        case .queue(let key), .channel(let key): key
        }
    }

    /// Whether the broker reports that no queue received the message.
    var reportsUnroutable: Bool {
        switch self {
        case .queue: true
        case .channel: false
        }
    }

    /// Two Base64 values: a process of the broker in Erlang's external term format, and a key
    /// (`rabbit_direct_reply_to`, https://www.erlang.org/doc/apps/erts/erl_ext_dist.html).
    private static func isChannelAddress(_ address: ArraySlice<UInt8>) -> Bool {
        let parts = address.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let process = Data(base64Encoded: Data(parts[0])),
            let key = Data(base64Encoded: Data(parts[1])), !key.isEmpty
        else { return false }
        return isProcess(Array(process))
    }

    /// `<131, NEW_PID_EXT or PID_EXT, the node's name as an atom, id, serial, creation>`, with nothing after it.
    private static func isProcess(_ term: [UInt8]) -> Bool {
        guard term.count > 5, term[0] == 131 else { return false }
        let tail: Int
        switch term[1] {
        case 88: tail = 12
        case 103: tail = 9
        default: return false
        }
        let (start, length): (Int, Int)
        switch term[2] {
        // ATOM_EXT and ATOM_UTF8_EXT.
        case 100, 118: (start, length) = (5, Int(term[3]) << 8 | Int(term[4]))
        // SMALL_ATOM_EXT and SMALL_ATOM_UTF8_EXT.
        case 115, 119: (start, length) = (4, Int(term[3]))
        default: return false
        }
        guard term.count == start + length + tail else { return false }
        return term[start..<(start + length)].starts(with: Array("reply@".utf8))
    }
}
