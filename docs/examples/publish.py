import json, os, sys, uuid, pika  # Debian: apt-get install python3-pika; the exchange: terminus setup

connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://localhost")))
channel = connection.channel()
channel.queue_declare("crm.answers", durable=True, arguments={"x-queue-type": "quorum"})  # before the first message
channel.confirm_delivery()  # from here on basic_publish returns when the broker has stored the message


def messages(text):
    """Yields the outbox's JSON documents, one a line or each over several lines, and the line where each begins."""
    position, line, decoder = 0, 1, json.JSONDecoder()
    while text[position:position + 1]:
        if text[position].isspace():
            document, end = None, position + 1
        else:
            document, end = decoder.raw_decode(text, position)
            yield line, document
        line, position = line + text.count("\n", position, end), end


line = 1
try:
    for line, message in messages(sys.stdin.buffer.read().decode("utf-8-sig")):
        # A message without an id gets one that is computed from its content: sent again, it has the same id.
        message.setdefault("messageId", str(uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(message, sort_keys=True))))
        channel.basic_publish(
            exchange="terminus.terminations", routing_key="contract.terminate",
            body=json.dumps(message).encode(), mandatory=True,  # raises UnroutableError when no queue takes it
            properties=pika.BasicProperties(
                content_type="application/json", delivery_mode=2, message_id=message["messageId"],
                reply_to="crm.answers", correlation_id=message["messageId"]),  # where a refusal is answered
        )
except json.JSONDecodeError as error:
    sys.exit(f"line {error.lineno}: {error.msg}. Everything before it is stored.")
except pika.exceptions.AMQPError as error:
    sys.exit(f"line {line}: not stored, {error!r}. Send again from this line.")
connection.close()
