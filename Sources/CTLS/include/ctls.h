#ifndef TERMINUS_CTLS_H
#define TERMINUS_CTLS_H

/* What librabbitmq leaves out of TLS: which host a certificate must name, IP addresses included, and why a handshake
   failed. OpenSSL's own headers stay in ctls.c: BoringSSL's, which swift-crypto brings, have the same names. */

/* Why the broker's certificate is refused. */
enum ctls_fault {
    CTLS_FAULT_NONE,
    CTLS_FAULT_UNKNOWN_AUTHORITY,
    CTLS_FAULT_EXPIRED,
    CTLS_FAULT_NOT_YET_VALID,
    CTLS_FAULT_WRONG_HOST,
    /* Any other; ctls_fault_text says which. */
    CTLS_FAULT_OTHER
};

/* Why a connection with TLS failed. */
enum ctls_trouble {
    CTLS_TROUBLE_NONE,
    /* The other side answers with something else than TLS. */
    CTLS_TROUBLE_NOT_TLS,
    /* No version of TLS that both sides allow. */
    CTLS_TROUBLE_VERSION,
    /* The other side wants a certificate, and got none. */
    CTLS_TROUBLE_CERTIFICATE_DEMANDED,
    /* The other side does not accept our certificate. */
    CTLS_TROUBLE_CERTIFICATE_REFUSED,
    /* A certificate and a private key that do not belong together. */
    CTLS_TROUBLE_KEY_MISMATCH,
    /* Any other; ctls_trouble_text says which. */
    CTLS_TROUBLE_OTHER
};

/* Keeps for later what the other side complains of. Where verifies is not 0, handshakes fail unless the certificate
   leads to an authority of the context and names the host: a DNS name or an IP address; NULL for any. server_name is the
   name that the other side is told in the handshake; NULL for the host that is connected to. context is an SSL_CTX. Returns
   1, or 0 when there is no memory. */
int ctls_prepare(void *context, int verifies, const char *host, const char *server_name);

/* Why the last handshake with this context refused the other side's certificate. */
enum ctls_fault ctls_fault(void *context);
/* The same in OpenSSL's words; lives for ever. */
const char *ctls_fault_text(void *context);

/* What the other side complained of or, where it did not, what OpenSSL said of the last call on this thread. With TLS
   1.3 the other side's complaint of our certificate comes only after the handshake. */
enum ctls_trouble ctls_trouble(void *context);
/* The same in OpenSSL's words; lives for ever. Empty where there is none. */
const char *ctls_trouble_text(void *context);

#endif
