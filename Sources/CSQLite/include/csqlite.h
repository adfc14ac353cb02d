#ifndef TERMINUS_CSQLITE_H
#define TERMINUS_CSQLITE_H

/* What Swift cannot call of SQLite: what is variadic, and what is behind pointers to functions. */

/* Does without counting what memory is in use, which takes a lock each time some is taken or given back. Only before the
   first connection of the process; afterwards it changes nothing. Returns a result code of SQLite. */
int csqlite_do_without_memory_statistics(void);

/* The size in bytes of a database file's header (https://www.sqlite.org/fileformat.html, 1.3). */
#define CSQLITE_HEADER_SIZE 100

/* Reads the header of a database file, and nothing of its log. Through SQLite, since closing a descriptor of one's own
   would let go of the locks that this process has on the file (https://www.sqlite.org/howtocorrupt.html, 2.2). Returns a
   result code of SQLite; SQLITE_IOERR_SHORT_READ where the file is shorter. */
int csqlite_read_header(const char *path, unsigned char *header);

/* Reads the header of the file that a connection (sqlite3 *) has open, as it is on disk and whatever the log says. Only by
   who may use the connection. Returns as csqlite_read_header. */
int csqlite_read_open_header(void *connection, unsigned char *header);

/* Lets a connection (sqlite3 *) leave the log as it is when it is closed. Returns a result code of SQLite. */
int csqlite_keep_log(void *connection);

#endif
