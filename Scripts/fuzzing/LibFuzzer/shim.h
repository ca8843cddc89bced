#include <stddef.h>
#include <stdint.h>

/* libFuzzer has no header of its own; its documentation states this. */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));
