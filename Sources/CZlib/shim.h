#include <zlib.h>

/* zlib's macros that Swift cannot import: they add the version and the size of the caller's structure. */
static inline int czlib_deflate_init(z_stream *stream, int level) { return deflateInit(stream, level); }
static inline int czlib_inflate_init(z_stream *stream) { return inflateInit(stream); }
