/// What the broker has sent on a connection with one channel, once it is complete.
enum Inbound {
    case delivered(Delivery)
    case returned(ReturnedMessage)
    case acknowledged(tag: UInt64, multiple: Bool)
    case refused(tag: UInt64, multiple: Bool)
    case cancelOK
    case cancelledByBroker
    case blocked(reason: String)
    case unblocked
    case channelCloseOK
    case connectionCloseOK
    /// A method that asks for nothing: read and passed over.
    case other
}

/// What is needed of a `basic.return` to find the message that it is about.
struct ReturnedMessage {
    var replyCode: UInt16
    var replyText: String
    var exchange: String
    var routingKey: ShortString
    var messageID: String?
}
