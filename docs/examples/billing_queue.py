import os, sys, pika  # Debian: apt-get install python3-pika; the exchange: terminus setup

connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://localhost")))
channel = connection.channel()
if sys.argv[1:] == ["declare"]:  # a queue that no event reaches yet
    channel.queue_declare("billing.terminations", durable=True, arguments={"x-queue-type": "quorum"})
elif sys.argv[1:] == ["bind"]:  # from now on live events reach it
    channel.queue_bind("billing.terminations", "terminus.events", "contract.#")
else:
    sys.exit("usage: billing_queue.py declare|bind")
connection.close()
