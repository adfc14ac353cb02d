#ifndef TERMINUS_CTLS_H
#define TERMINUS_CTLS_H

/* TLS functions that librabbitmq lacks: verification of the host in a certificate, IP addresses included, and the reason
   of a failed handshake. Only ctls.c includes OpenSSL's headers, because BoringSSL's headers in swift-crypto have the same
   names. */

/* Why the broker's certificate was not accepted. */
enum ctls_certificate_error {
    CTLS_CERTIFICATE_OK,
    CTLS_CERTIFICATE_UNKNOWN_AUTHORITY,
    CTLS_CERTIFICATE_EXPIRED,
    CTLS_CERTIFICATE_NOT_YET_VALID,
    CTLS_CERTIFICATE_WRONG_HOST,
    /* Any other; see ctls_certificate_error_text. */
    CTLS_CERTIFICATE_OTHER
};

/* Why a TLS connection failed. */
enum ctls_failure {
    CTLS_FAILURE_NONE,
    /* The other side does not speak TLS. */
    CTLS_FAILURE_NOT_TLS,
    /* No version of TLS that both sides allow. */
    CTLS_FAILURE_VERSION,
    /* The other side requires a client certificate, and got none. */
    CTLS_FAILURE_CERTIFICATE_REQUIRED,
    /* The other side does not accept the client certificate. */
    CTLS_FAILURE_CERTIFICATE_REFUSED,
    /* The client certificate and the private key do not belong together. */
    CTLS_FAILURE_KEY_MISMATCH,
    /* Any other; see ctls_failure_text. */
    CTLS_FAILURE_OTHER
};

/* Prepares a context (an SSL_CTX) to record the errors of its handshakes. If verifies is not 0, a handshake fails unless an
   authority of the context has signed the certificate and the certificate names the host: a DNS name or an IP address;
   NULL accepts any host. server_name is sent in the handshake; NULL means the connected host. Returns 1, or 0 without
   memory. */
int ctls_prepare(void *context, int verifies, const char *host, const char *server_name);

/* Why the last handshake of this context did not accept the other side's certificate. */
enum ctls_certificate_error ctls_certificate_error(void *context);
/* OpenSSL's text for it, which lives forever. */
const char *ctls_certificate_error_text(void *context);

/* The failure from the other side's alert or, without an alert, from OpenSSL's last error on this thread. With TLS 1.3 the
   alert about the client certificate arrives only after the handshake. */
enum ctls_failure ctls_failure(void *context);
/* OpenSSL's text for it, which lives forever; empty if there is no failure. */
const char *ctls_failure_text(void *context);

#endif
