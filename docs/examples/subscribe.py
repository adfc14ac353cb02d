import json, os, sqlite3, pika  # Debian: apt-get install python3-pika

seen = sqlite3.connect("billing.sqlite", isolation_level=None)
seen.execute("CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, contract TEXT, billing_stops_at TEXT)")
channel = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://localhost"))).channel()
channel.queue_declare("billing.terminations", durable=True, arguments={"x-queue-type": "quorum"})
channel.queue_bind("billing.terminations", "terminus.events", "contract.terminated.v1")
channel.basic_qos(prefetch_count=100)

for method, _, body in channel.consume("billing.terminations"):
    event = json.loads(body)
    row = (event["id"], event["subject"], event["data"]["billingStopsAt"])
    # An event that comes again has the same id: the second time nothing is inserted, and nothing is done.
    if seen.execute("INSERT OR IGNORE INTO events VALUES (?, ?, ?)", row).rowcount:
        print("stop billing", *row[1:], flush=True)
    channel.basic_ack(method.delivery_tag)  # only now: a crash before this line brings the event again
