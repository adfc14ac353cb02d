#ifndef TERMINUS_CSQLITE_H
#define TERMINUS_CSQLITE_H

/* What Swift cannot call of SQLite, for it is variadic. */

/* Does without counting what memory is in use, which takes a lock each time some is taken or given back. Only before the
   first connection of the process; afterwards it changes nothing. Returns a result code of SQLite. */
int csqlite_do_without_memory_statistics(void);

#endif
