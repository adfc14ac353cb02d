import json, os, sqlite3, pika  # Debian: apt-get install python3-pika

billing = sqlite3.connect("billing.sqlite", isolation_level=None)
billing.execute("CREATE TABLE IF NOT EXISTS seen (event TEXT PRIMARY KEY)")
billing.execute("CREATE TABLE IF NOT EXISTS stops (termination TEXT PRIMARY KEY, contract TEXT, billing_stops_at TEXT)")
connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://localhost")))
channel = connection.channel()
channel.queue_declare("billing.terminations", durable=True, arguments={"x-queue-type": "quorum"})
channel.queue_bind("billing.terminations", "terminus.events", "contract.#")
channel.basic_qos(prefetch_count=100)

for method, _, body in channel.consume("billing.terminations"):
    event = json.loads(body)
    data = event["data"]
    billing.execute("BEGIN IMMEDIATE")
    # An event that comes again has the same id: the second time nothing is inserted, and nothing is done.
    if billing.execute("INSERT OR IGNORE INTO seen VALUES (?)", (event["id"],)).rowcount:
        if event["type"] in ("contract.terminated.v1", "contract.termination.corrected.v1"):
            # A correction is complete: it replaces what was said before.
            stop = (data["terminationId"], data["contractId"], data["billingStopsAt"])
            billing.execute("INSERT OR REPLACE INTO stops VALUES (?, ?, ?)", stop)
            print("stop billing", *stop[1:], flush=True)
        elif event["type"] == "contract.termination.withdrawn.v1":
            billing.execute("DELETE FROM stops WHERE termination = ?", (data["terminationId"],))
            print("go on billing", data["contractId"], flush=True)
        # Others are not billing's: that a planned stop took effect, or that the CRM's message was refused.
    billing.execute("COMMIT")
    channel.basic_ack(method.delivery_tag)  # only now: a crash before this line brings the event again
