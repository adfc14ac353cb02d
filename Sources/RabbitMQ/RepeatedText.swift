import CRabbitMQ

/// Text that is mostly the same from message to message: an exchange, a routing key, a content type.
///
/// Comparing bytes is cheaper than validating and allocating a string for each message.
struct RepeatedText {
    private var last = ""

    /// The text as a string: the one from before when the bytes are the same.
    mutating func string(_ bytes: amqp_bytes_t) -> String {
        let buffer = bytes.buffer
        // The last string came from the bytes themselves, or from bytes that needed repair; in that case
        // its UTF-8 differs, and it is decoded again.
        let same = last.utf8.withContiguousStorageIfAvailable { stored in
            stored.count == buffer.count && stored.elementsEqual(buffer)
        }
        if same != true { last = String(decoding: buffer, as: UTF8.self) }
        return last
    }
}
