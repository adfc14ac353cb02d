import json, os, pika  # Debian: apt-get install python3-pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://localhost")))
channel = connection.channel()
channel.queue_declare("crm.answers", durable=True, arguments={"x-queue-type": "quorum"})
channel.basic_qos(prefetch_count=100)

for method, properties, body in channel.consume("crm.answers"):
    refusal = json.loads(body)["data"]
    for violation in refusal["violations"]:
        # The message is in the outbox under its correlation id: show what is wrong to whoever can mend it there.
        print(properties.correlation_id, violation["code"], violation["pointer"] or "/", violation["message"],
              violation.get("suggestion", ""), flush=True)
    channel.basic_ack(method.delivery_tag)
