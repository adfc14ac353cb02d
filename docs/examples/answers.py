import json, os, pika  # Debian: apt-get install python3-pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://localhost")))
channel = connection.channel()
channel.queue_declare("crm.answers", durable=True, arguments={"x-queue-type": "quorum"})
channel.basic_qos(prefetch_count=100)

for method, properties, body in channel.consume("crm.answers"):
    refusal = json.loads(body)["data"]
    # A message that could not be read has no messageId: the correlation id of its delivery says which one it was.
    message = refusal.get("messageId") or properties.correlation_id
    for violation in refusal["violations"]:
        hints = [f"{name}: {violation[name]}" for name in ("expected", "suggestion") if name in violation]
        print(message, violation["code"], violation["pointer"] or '""', violation["message"], *hints, flush=True)
    channel.basic_ack(method.delivery_tag)
