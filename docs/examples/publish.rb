require "bunny" # Debian: apt-get install ruby-bunny; the exchange: terminus setup
require "json"

connection = Bunny.new(ENV.fetch("AMQP_URL", "amqp://localhost")).start
channel = connection.create_channel
channel.queue("crm.answers", durable: true, arguments: { "x-queue-type" => "quorum" })
channel.confirm_select
exchange = Bunny::Exchange.new(channel, :topic, "terminus.terminations", no_declare: true)
returned = nil
exchange.on_return { |info, _, _| returned = info.reply_text }

$stdin.each_line do |line| # the outbox: one message a line, each with its messageId
  id = JSON.parse(line).fetch("messageId")
  exchange.publish(line, routing_key: "contract.terminate", mandatory: true, persistent: true, message_id: id,
                         content_type: "application/json", reply_to: "crm.answers", correlation_id: id)
  confirmed = channel.wait_for_confirms # a message that no queue takes is returned before it is confirmed
  abort "#{id} is not stored: #{returned || 'the broker refused it'}" if returned || !confirmed
end
connection.close
