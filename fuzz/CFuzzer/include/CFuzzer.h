#ifndef TERMINUS_CFUZZER_H
#define TERMINUS_CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's loop, for programs with a main of their own: <fuzzer/FuzzerInterface.h> is C++. */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif
