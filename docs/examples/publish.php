<?php // Debian: apt-get install php-cli php-amqplib; the exchange: terminus setup
require 'PhpAmqpLib/autoload.php';

$url = parse_url(getenv('AMQP_URL') ?: 'amqp://guest:guest@localhost');
$connection = new PhpAmqpLib\Connection\AMQPStreamConnection(
    $url['host'], $url['port'] ?? 5672, rawurldecode($url['user'] ?? 'guest'), rawurldecode($url['pass'] ?? 'guest'),
    rawurldecode(substr($url['path'] ?? '', 1)) ?: '/');
$channel = $connection->channel();
$quorum = ['x-queue-type' => ['S', 'quorum']];
$channel->queue_declare('crm.answers', durable: true, auto_delete: false, arguments: $quorum);
$channel->confirm_select();
$refuse = fn ($why, $message) => throw new RuntimeException($message->get('message_id') . " is not stored: $why");
$channel->set_nack_handler(fn ($message) => $refuse('the broker refused it', $message));
$channel->set_return_listener(fn ($code, $why, $exchange, $key, $message) => $refuse($why, $message));

while (($line = fgets(STDIN)) !== false) { // the outbox: one message a line, each with its messageId
    $id = json_decode($line, flags: JSON_THROW_ON_ERROR)->messageId;
    $message = new PhpAmqpLib\Message\AMQPMessage($line, [
        'content_type' => 'application/json', 'delivery_mode' => 2, 'message_id' => $id,
        'reply_to' => 'crm.answers', 'correlation_id' => $id]);
    $channel->basic_publish($message, 'terminus.terminations', 'contract.terminate', mandatory: true);
    $channel->wait_for_pending_acks_returns(30); // throws when the broker has not confirmed it within 30 s
}
$connection->close();
