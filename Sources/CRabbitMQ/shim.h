#ifndef TERMINUS_CRABBITMQ_SHIM_H
#define TERMINUS_CRABBITMQ_SHIM_H

#include <sys/eventfd.h>
#include <sys/time.h>

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

/* amqp_login_with_properties is variadic, and Swift cannot call variadic functions. */
static inline amqp_rpc_reply_t crabbitmq_login_plain(
    amqp_connection_state_t state, const char *virtual_host, int frame_max, int heartbeat_seconds,
    const amqp_table_t *client_properties, const char *username, const char *password) {
    return amqp_login_with_properties(
        state, virtual_host, 1, frame_max, heartbeat_seconds, client_properties,
        AMQP_SASL_METHOD_PLAIN, username, password);
}

/* SASL EXTERNAL: the broker reads the user from the client certificate. RabbitMQ ignores the identity; librabbitmq
   reports an empty one as out of memory. */
static inline amqp_rpc_reply_t crabbitmq_login_external(
    amqp_connection_state_t state, const char *virtual_host, int frame_max, int heartbeat_seconds,
    const amqp_table_t *client_properties, const char *identity) {
    return amqp_login_with_properties(
        state, virtual_host, 1, frame_max, heartbeat_seconds, client_properties, AMQP_SASL_METHOD_EXTERNAL, identity);
}

/* <sys/eventfd.h> is not in Swift's Glibc module. */
static inline int crabbitmq_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

/* Later releases deprecate this name, so there is one place to change. */
static inline const char *crabbitmq_status_text(int status) {
    return amqp_error_string2(status);
}

#endif
