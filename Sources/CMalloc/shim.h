/* glibc's settings of its heap, which Swift's module of glibc lacks. */
#include <malloc.h>
