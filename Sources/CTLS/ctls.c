#include "ctls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What is learned of a connection. The context owns it: a renegotiation may call back at any time. */
struct findings {
    int verify_error;
    /* The last fatal alert that the other side sent (RFC 8446, 6.2); 0 for none: that one is no fatal alert. */
    int alert;
    /* The name to ask for in the handshake (RFC 6066, 3); NULL for the host that is connected to. */
    char *server_name;
};

static int findings_index = -1;
static pthread_once_t findings_once = PTHREAD_ONCE_INIT;

static void free_findings(void *parent, void *held, CRYPTO_EX_DATA *data, int index, long argl, void *argp) {
    (void)parent, (void)data, (void)index, (void)argl, (void)argp;
    struct findings *findings = held;
    if (findings != NULL) free(findings->server_name);
    free(findings);
}

static void make_findings_index(void) {
    findings_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, free_findings);
}

static int note_verification(int is_good, X509_STORE_CTX *store) {
    if (!is_good) {
        SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
        struct findings *findings = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), findings_index);
        if (findings->verify_error == X509_V_OK) findings->verify_error = X509_STORE_CTX_get_error(store);
    }
    return is_good;
}

static void note_progress(const SSL *ssl, int where, int value) {
    if (where & SSL_CB_HANDSHAKE_START) {
        /* librabbitmq asks for the host that it connects to, which is an IP address here. */
        struct findings *findings = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), findings_index);
        if (findings->server_name != NULL) SSL_set_tlsext_host_name((SSL *)ssl, findings->server_name);
    }
    if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && (value >> 8) == SSL3_AL_FATAL) {
        struct findings *findings = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), findings_index);
        findings->alert = value & 0xFF;
    }
}

int ctls_prepare(void *context, int verifies, const char *host, const char *server_name) {
    pthread_once(&findings_once, make_findings_index);
    struct findings *findings = calloc(1, sizeof(struct findings));
    if (findings_index < 0 || findings == NULL || !SSL_CTX_set_ex_data(context, findings_index, findings)) {
        free(findings);
        return 0;
    }
    if (server_name != NULL && (findings->server_name = strdup(server_name)) == NULL) return 0;
    SSL_CTX_set_info_callback(context, note_progress);
    if (verifies) {
        X509_VERIFY_PARAM *parameters = SSL_CTX_get0_param(context);
        X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        if (host != NULL && !X509_VERIFY_PARAM_set1_ip_asc(parameters, host) &&
            !X509_VERIFY_PARAM_set1_host(parameters, host, 0)) {
            return 0;
        }
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, note_verification);
    }
    /* A name that is no address was refused as one. */
    ERR_clear_error();
    return 1;
}

static int fault_code(void *context) {
    struct findings *findings = SSL_CTX_get_ex_data(context, findings_index);
    return findings == NULL ? X509_V_OK : findings->verify_error;
}

enum ctls_fault ctls_fault(void *context) {
    switch (fault_code(context)) {
    case X509_V_OK:
        return CTLS_FAULT_NONE;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        return CTLS_FAULT_UNKNOWN_AUTHORITY;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return CTLS_FAULT_EXPIRED;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return CTLS_FAULT_NOT_YET_VALID;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return CTLS_FAULT_WRONG_HOST;
    default:
        return CTLS_FAULT_OTHER;
    }
}

const char *ctls_fault_text(void *context) { return X509_verify_cert_error_string(fault_code(context)); }

static int alert_code(void *context) {
    struct findings *findings = SSL_CTX_get_ex_data(context, findings_index);
    return findings == NULL ? 0 : findings->alert;
}

enum ctls_trouble ctls_trouble(void *context) {
    switch (alert_code(context)) {
    case 0:
        break;
    case TLS1_AD_PROTOCOL_VERSION:
        return CTLS_TROUBLE_VERSION;
    case TLS13_AD_CERTIFICATE_REQUIRED:
        return CTLS_TROUBLE_CERTIFICATE_DEMANDED;
    case SSL3_AD_BAD_CERTIFICATE:
    case SSL3_AD_UNSUPPORTED_CERTIFICATE:
    case SSL3_AD_CERTIFICATE_REVOKED:
    case SSL3_AD_CERTIFICATE_EXPIRED:
    case SSL3_AD_CERTIFICATE_UNKNOWN:
    case TLS1_AD_UNKNOWN_CA:
    case TLS1_AD_ACCESS_DENIED:
        return CTLS_TROUBLE_CERTIFICATE_REFUSED;
    default:
        return CTLS_TROUBLE_OTHER;
    }
    unsigned long code = ERR_peek_error();
    if (code == 0) return CTLS_TROUBLE_NONE;
    if (ERR_GET_LIB(code) == ERR_LIB_X509 && ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH) {
        return CTLS_TROUBLE_KEY_MISMATCH;
    }
    if (ERR_GET_LIB(code) != ERR_LIB_SSL) return CTLS_TROUBLE_OTHER;
    switch (ERR_GET_REASON(code)) {
    case SSL_R_WRONG_VERSION_NUMBER:
        return CTLS_TROUBLE_NOT_TLS;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
        return CTLS_TROUBLE_VERSION;
    default:
        return CTLS_TROUBLE_OTHER;
    }
}

const char *ctls_trouble_text(void *context) {
    int alert = alert_code(context);
    if (alert != 0) return SSL_alert_desc_string_long(alert);
    unsigned long code = ERR_peek_error();
    const char *text = code == 0 ? NULL : ERR_reason_error_string(code);
    return text == NULL ? "" : text;
}
