#include "FaultyDisk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECTOR = 512 };

/* A change that no xSync has covered yet. */
typedef struct Change {
  long long offset;
  long long count;      /* -1: the file was cut at the offset */
  unsigned char *bytes;
  struct Change *next;
} Change;

/* What the disk holds of a file. */
typedef struct Image {
  char *path;
  unsigned char *bytes;
  long long size;
  Change *first, *last;
  struct Image *next;
} Image;

typedef struct File {
  sqlite3_file base;
  Image *image;         /* null for temporary files, which need not survive */
  sqlite3_file *real;   /* behind this struct, in the memory that SQLite set aside */
} File;

static sqlite3_vfs *system_vfs;
static Image *images;
static enum FaultyDiskFault armed;
static long long remaining, changes;
static int has_struck, is_dead;

/* --- What the disk holds --- */

static void *grown(void *bytes, long long count) {
  void *result = realloc(bytes, count > 0 ? (size_t)count : 1);
  if (!result) abort();
  return result;
}

static void put(Image *image, long long offset, const unsigned char *bytes, long long count) {
  if (offset + count > image->size) {
    image->bytes = grown(image->bytes, offset + count);
    memset(image->bytes + image->size, 0, (size_t)(offset + count - image->size));
    image->size = offset + count;
  }
  memcpy(image->bytes + offset, bytes, (size_t)count);
}

static void cut(Image *image, long long size) {
  if (size < image->size) image->size = size;
}

static void note(Image *image, long long offset, const void *bytes, long long count) {
  if (!image) return;
  Change *change = grown(NULL, sizeof(Change));
  *change = (Change){offset, count, NULL, NULL};
  if (count > 0) {
    change->bytes = grown(NULL, count);
    memcpy(change->bytes, bytes, (size_t)count);
  }
  if (image->last) image->last->next = change; else image->first = change;
  image->last = change;
}

static void forget(Image *image) {
  while (image->first) {
    Change *change = image->first;
    image->first = change->next;
    free(change->bytes);
    free(change);
  }
  image->last = NULL;
}

static void save(Image *image) {
  for (Change *change = image->first; change; change = change->next) {
    if (change->count < 0) cut(image, change->offset);
    else put(image, change->offset, change->bytes, change->count);
  }
  forget(image);
}

static Image *image_of(const char *path) {
  for (Image *image = images; image; image = image->next) {
    if (strcmp(image->path, path) == 0) return image;
  }
  Image *image = grown(NULL, sizeof(Image));
  *image = (Image){.path = strdup(path), .next = images};
  images = image;
  FILE *file = fopen(path, "rb");
  if (file) {
    unsigned char buffer[1 << 16];
    for (size_t count; (count = fread(buffer, 1, sizeof buffer, file)) > 0;) {
      put(image, image->size, buffer, (long long)count);
    }
    fclose(file);
  }
  return image;
}

/* --- Faults --- */

static int strikes(enum FaultyDiskFault fault) {
  if (armed != fault || remaining-- > 0) return 0;
  has_struck = 1;
  if (fault == FAULTY_DISK_FULL) remaining = 0; else armed = FAULTY_DISK_NONE;
  return 1;
}

/* Counts a change; true where there is no power for it. */
static int has_no_power(void) {
  if (is_dead) return 1;
  changes++;
  if (strikes(FAULTY_DISK_POWER_LOSS)) is_dead = 1;
  return is_dead;
}

/* --- SQLite's file methods --- */

#define REAL(file) (((File *)(file))->real)

static int file_close(sqlite3_file *file) { return REAL(file)->pMethods->xClose(REAL(file)); }

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  if (is_dead) return SQLITE_IOERR_READ;
  int code = REAL(file)->pMethods->xRead(REAL(file), bytes, count, offset);
  if (code != SQLITE_OK || !strikes(FAULTY_DISK_SHORT_READ)) return code;
  memset((char *)bytes + count / 2, 0, (size_t)(count - count / 2));
  return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  Image *image = ((File *)file)->image;
  int was_dead = is_dead;
  if (has_no_power()) {
    /* The write that the power loss met may be on the disk in part. */
    if (!was_dead) note(image, offset, bytes, count);
    return SQLITE_IOERR_WRITE;
  }
  sqlite3_int64 size = 0;
  REAL(file)->pMethods->xFileSize(REAL(file), &size);
  if (armed == FAULTY_DISK_FULL && offset + count > size && strikes(FAULTY_DISK_FULL)) return SQLITE_FULL;
  int is_short = strikes(FAULTY_DISK_SHORT_WRITE);
  if (is_short) count /= 2;
  int code = REAL(file)->pMethods->xWrite(REAL(file), bytes, count, offset);
  if (code == SQLITE_OK) note(image, offset, bytes, count);
  return is_short ? SQLITE_IOERR_WRITE : code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  if (has_no_power()) return SQLITE_IOERR_TRUNCATE;
  int code = REAL(file)->pMethods->xTruncate(REAL(file), size);
  if (code == SQLITE_OK) note(((File *)file)->image, size, NULL, -1);
  return code;
}

static int file_sync(sqlite3_file *file, int flags) {
  Image *image = ((File *)file)->image;
  (void)flags;
  if (has_no_power()) return SQLITE_IOERR_FSYNC;
  if (strikes(FAULTY_DISK_FSYNC)) {
    /* As Linux does: the pages count as clean afterwards, so that no later fsync saves them. */
    if (image) forget(image);
    return SQLITE_IOERR_FSYNC;
  }
  if (image) save(image);
  return SQLITE_OK;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *size) { return REAL(f)->pMethods->xFileSize(REAL(f), size); }
static int file_lock(sqlite3_file *f, int level) { return REAL(f)->pMethods->xLock(REAL(f), level); }
static int file_unlock(sqlite3_file *f, int level) { return REAL(f)->pMethods->xUnlock(REAL(f), level); }
static int file_is_reserved(sqlite3_file *f, int *out) { return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out); }
static int file_control(sqlite3_file *f, int op, void *arg) { return REAL(f)->pMethods->xFileControl(REAL(f), op, arg); }
static int file_sector(sqlite3_file *f) { return REAL(f)->pMethods->xSectorSize(REAL(f)); }
static int file_traits(sqlite3_file *f) { return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f)); }
static int shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
  return REAL(f)->pMethods->xShmMap(REAL(f), page, size, extend, out);
}
static int shm_lock(sqlite3_file *f, int at, int n, int flags) { return REAL(f)->pMethods->xShmLock(REAL(f), at, n, flags); }
static void shm_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int shm_unmap(sqlite3_file *f, int remove) { return REAL(f)->pMethods->xShmUnmap(REAL(f), remove); }

static const sqlite3_io_methods methods = {
  2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock, file_unlock, file_is_reserved,
  file_control, file_sector, file_traits, shm_map, shm_lock, shm_barrier, shm_unmap, NULL, NULL,
};

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out) {
  (void)vfs;
  File *self = (File *)file;
  self->base.pMethods = NULL;
  self->real = (sqlite3_file *)(self + 1);
  self->image = path && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) ? image_of(path) : NULL;
  int code = system_vfs->xOpen(system_vfs, path, self->real, flags, out);
  if (code == SQLITE_OK) self->base.pMethods = &methods;
  return code;
}

/* --- What the tests call --- */

int faulty_disk_register(void) {
  static sqlite3_vfs vfs;
  if (system_vfs) return SQLITE_OK;
  system_vfs = sqlite3_vfs_find(NULL);
  if (!system_vfs) return SQLITE_ERROR;
  vfs = *system_vfs;
  vfs.pNext = NULL;
  vfs.zName = "faulty";
  vfs.szOsFile = (int)sizeof(File) + system_vfs->szOsFile;
  vfs.xOpen = vfs_open;
  return sqlite3_vfs_register(&vfs, 0);
}

void faulty_disk_reset(void) {
  while (images) {
    Image *image = images;
    images = image->next;
    forget(image);
    free(image->path);
    free(image->bytes);
    free(image);
  }
  faulty_disk_heal();
  changes = 0;
}

void faulty_disk_arm(enum FaultyDiskFault fault, long long after) {
  armed = fault;
  remaining = after;
  has_struck = 0;
}

void faulty_disk_heal(void) {
  armed = FAULTY_DISK_NONE;
  is_dead = 0;
}

int faulty_disk_has_struck(void) { return has_struck; }

long long faulty_disk_changes(void) { return changes; }

static unsigned long long drawn(unsigned long long *state) { /* SplitMix64 */
  unsigned long long z = (*state += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

int faulty_disk_settle(unsigned long long seed) {
  unsigned long long state = seed;
  for (Image *image = images; image; image = image->next) {
    /* Of 4: none, each with a half, nearly all, all. */
    unsigned long long share = drawn(&state) % 4;
    unsigned long long threshold = (unsigned long long[]){0, 50, 90, 100}[share];
    for (Change *change = image->first; change; change = change->next) {
      if (change->count < 0) {
        if (drawn(&state) % 100 < threshold) cut(image, change->offset);
        continue;
      }
      for (long long at = 0; at < change->count;) {
        /* To the next border between sectors of the disk. */
        long long piece = SECTOR - (change->offset + at) % SECTOR;
        if (piece > change->count - at) piece = change->count - at;
        if (drawn(&state) % 100 < threshold) put(image, change->offset + at, change->bytes + at, piece);
        at += piece;
      }
    }
    forget(image);
    FILE *file = fopen(image->path, "wb");
    if (!file) return -1;
    size_t written = fwrite(image->bytes, 1, (size_t)image->size, file);
    if (fclose(file) != 0 || written != (size_t)image->size) return -1;
  }
  return 0;
}
