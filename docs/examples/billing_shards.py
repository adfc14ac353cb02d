import os, pika  # Debian: apt-get install python3-pika; the exchange: terminus setup

connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://localhost")))
channel = connection.channel()
channel.exchange_declare("billing.shards", "x-consistent-hash", durable=True, arguments={"hash-header": "partitionkey"})
for number in range(4):
    queue = f"billing.terminations.{number}"
    channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum", "x-single-active-consumer": True})
    channel.queue_bind(queue, "billing.shards", "1")  # the weight of this queue
channel.exchange_bind("billing.shards", "terminus.events", "contract.#")  # last: from now on events come
connection.close()
