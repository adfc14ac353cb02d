import json, os, sys, uuid, pika  # Debian: apt-get install python3-pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://localhost")))
channel = connection.channel()
channel.confirm_delivery()  # from here on basic_publish returns when the broker has stored the message

for message in map(json.loads, sys.stdin):  # the CRM's outbox: one termination a line
    message.setdefault("messageId", str(uuid.uuid4()))  # kept in the outbox: sent again, it is the same message
    channel.basic_publish(
        exchange="terminus.terminations", routing_key="contract.terminate",
        body=json.dumps(message).encode(), mandatory=True,  # raises UnroutableError when no queue takes it
        properties=pika.BasicProperties(
            content_type="application/json", delivery_mode=2, message_id=message["messageId"],
            reply_to="crm.answers", correlation_id=message["messageId"]),  # where a refusal is told
    )
connection.close()
