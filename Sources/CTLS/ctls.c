#include "ctls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Results of the handshakes of one context. The context owns the record, because a renegotiation may call back at any
   time. */
struct handshake_record {
    int verify_error;
    /* The last fatal alert from the other side (RFC 8446, 6.2). 0 means none; the alert 0 is not a fatal one. */
    int alert;
    /* The server name for the handshake (RFC 6066, 3); NULL for the connected host. */
    char *server_name;
};

static int record_index = -1;
static pthread_once_t record_once = PTHREAD_ONCE_INIT;

static void free_record(void *parent, void *held, CRYPTO_EX_DATA *data, int index, long argl, void *argp) {
    (void)parent, (void)data, (void)index, (void)argl, (void)argp;
    struct handshake_record *record = held;
    if (record != NULL) free(record->server_name);
    free(record);
}

static void make_record_index(void) {
    record_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, free_record);
}

static int record_verification(int is_good, X509_STORE_CTX *store) {
    if (!is_good) {
        SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
        struct handshake_record *record = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), record_index);
        if (record->verify_error == X509_V_OK) record->verify_error = X509_STORE_CTX_get_error(store);
    }
    return is_good;
}

static void record_progress(const SSL *ssl, int where, int value) {
    if (where & SSL_CB_HANDSHAKE_START) {
        /* librabbitmq sends the host that it connects to, which is an IP address here. */
        struct handshake_record *record = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), record_index);
        if (record->server_name != NULL) SSL_set_tlsext_host_name((SSL *)ssl, record->server_name);
    }
    if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && (value >> 8) == SSL3_AL_FATAL) {
        struct handshake_record *record = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), record_index);
        record->alert = value & 0xFF;
    }
}

int ctls_prepare(void *context, int verifies, const char *host, const char *server_name) {
    pthread_once(&record_once, make_record_index);
    struct handshake_record *record = calloc(1, sizeof(struct handshake_record));
    if (record_index < 0 || record == NULL || !SSL_CTX_set_ex_data(context, record_index, record)) {
        free(record);
        return 0;
    }
    if (server_name != NULL && (record->server_name = strdup(server_name)) == NULL) return 0;
    SSL_CTX_set_info_callback(context, record_progress);
    if (verifies) {
        X509_VERIFY_PARAM *parameters = SSL_CTX_get0_param(context);
        X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        if (host != NULL && !X509_VERIFY_PARAM_set1_ip_asc(parameters, host) &&
            !X509_VERIFY_PARAM_set1_host(parameters, host, 0)) {
            return 0;
        }
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, record_verification);
    }
    /* Trying a DNS name as an IP address left an error in the queue. */
    ERR_clear_error();
    return 1;
}

static int verify_error(void *context) {
    struct handshake_record *record = SSL_CTX_get_ex_data(context, record_index);
    return record == NULL ? X509_V_OK : record->verify_error;
}

enum ctls_certificate_error ctls_certificate_error(void *context) {
    switch (verify_error(context)) {
    case X509_V_OK:
        return CTLS_CERTIFICATE_OK;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        return CTLS_CERTIFICATE_UNKNOWN_AUTHORITY;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return CTLS_CERTIFICATE_EXPIRED;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return CTLS_CERTIFICATE_NOT_YET_VALID;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return CTLS_CERTIFICATE_WRONG_HOST;
    default:
        return CTLS_CERTIFICATE_OTHER;
    }
}

const char *ctls_certificate_error_text(void *context) { return X509_verify_cert_error_string(verify_error(context)); }

static int alert_code(void *context) {
    struct handshake_record *record = SSL_CTX_get_ex_data(context, record_index);
    return record == NULL ? 0 : record->alert;
}

enum ctls_failure ctls_failure(void *context) {
    switch (alert_code(context)) {
    case 0:
        break;
    case TLS1_AD_PROTOCOL_VERSION:
        return CTLS_FAILURE_VERSION;
    case TLS13_AD_CERTIFICATE_REQUIRED:
        return CTLS_FAILURE_CERTIFICATE_REQUIRED;
    case SSL3_AD_BAD_CERTIFICATE:
    case SSL3_AD_UNSUPPORTED_CERTIFICATE:
    case SSL3_AD_CERTIFICATE_REVOKED:
    case SSL3_AD_CERTIFICATE_EXPIRED:
    case SSL3_AD_CERTIFICATE_UNKNOWN:
    case TLS1_AD_UNKNOWN_CA:
    case TLS1_AD_ACCESS_DENIED:
        return CTLS_FAILURE_CERTIFICATE_REFUSED;
    default:
        return CTLS_FAILURE_OTHER;
    }
    unsigned long code = ERR_peek_error();
    if (code == 0) return CTLS_FAILURE_NONE;
    if (ERR_GET_LIB(code) == ERR_LIB_X509 && ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH) {
        return CTLS_FAILURE_KEY_MISMATCH;
    }
    if (ERR_GET_LIB(code) != ERR_LIB_SSL) return CTLS_FAILURE_OTHER;
    switch (ERR_GET_REASON(code)) {
    case SSL_R_WRONG_VERSION_NUMBER:
        return CTLS_FAILURE_NOT_TLS;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
        return CTLS_FAILURE_VERSION;
    default:
        return CTLS_FAILURE_OTHER;
    }
}

const char *ctls_failure_text(void *context) {
    int alert = alert_code(context);
    if (alert != 0) return SSL_alert_desc_string_long(alert);
    unsigned long code = ERR_peek_error();
    const char *text = code == 0 ? NULL : ERR_reason_error_string(code);
    return text == NULL ? "" : text;
}
