#include "csqlite.h"

#include <sqlite3.h>

int csqlite_do_without_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int csqlite_read_open_header(void *connection, unsigned char *header) {
    sqlite3_file *file = 0;
    int code = sqlite3_file_control((sqlite3 *)connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK && (!file || !file->pMethods)) code = SQLITE_CANTOPEN;
    if (code == SQLITE_OK) code = file->pMethods->xRead(file, header, CSQLITE_HEADER_SIZE, 0);
    return code;
}

int csqlite_read_header(const char *path, unsigned char *header) {
    sqlite3 *connection = 0;
    /* Opening reads and locks nothing yet, and above all does not look for a log. */
    int code = sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, 0);
    if (code == SQLITE_OK) code = csqlite_read_open_header(connection, header);
    sqlite3_close(connection);
    return code;
}

int csqlite_keep_log(void *connection) {
    return sqlite3_db_config((sqlite3 *)connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, 0);
}
