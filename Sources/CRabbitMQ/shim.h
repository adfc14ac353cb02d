#ifndef TERMINUS_CRABBITMQ_SHIM_H
#define TERMINUS_CRABBITMQ_SHIM_H

/* From 0.12 the headers live in <rabbitmq-c/…>; Debian 12 has 0.11. */
#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/framing.h>
#include <rabbitmq-c/ssl_socket.h>
#include <rabbitmq-c/tcp_socket.h>
#else
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#endif

#endif
