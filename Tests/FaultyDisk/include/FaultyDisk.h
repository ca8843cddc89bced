#ifndef FAULTY_DISK_H
#define FAULTY_DISK_H

/* A SQLite VFS named "faulty": the system's own, over a disk that misbehaves when told to.
 *
 * What is written is readable at once, as from a page cache, but reaches the disk only with a successful xSync. The
 * state is one for the whole process, for one thread at a time.
 */

enum FaultyDiskFault {
  FAULTY_DISK_NONE,
  FAULTY_DISK_POWER_LOSS,  /* that operation and all later ones fail, and nothing un-synced need be on the disk */
  FAULTY_DISK_FSYNC,       /* one xSync fails, and what it should have saved is lost, though later ones succeed */
  FAULTY_DISK_SHORT_WRITE, /* one xWrite leaves only its first half, and says so */
  FAULTY_DISK_SHORT_READ,  /* one xRead gives only its first half, the rest zeroes, and says so */
  FAULTY_DISK_FULL         /* no xWrite beyond the end of a file from then on, until healed */
};

/* Makes the VFS known to SQLite; returns SQLite's code. */
int faulty_disk_register(void);

/* A healthy disk that holds all that its files hold now. No file may be open on it. */
void faulty_disk_reset(void);

/* Plays a fault at the n-th operation of its kind from now on, counting from 0; power loss counts all that change. */
void faulty_disk_arm(enum FaultyDiskFault fault, long long after);

/* No more faults; what was lost stays lost. */
void faulty_disk_heal(void);

/* Whether the fault has been played since it was armed. */
int faulty_disk_has_struck(void);

/* How many operations have changed files since the reset: writes, truncations and synchronisations. */
long long faulty_disk_changes(void);

/* Makes the files what the disk holds after a power loss: all that was synced, and of the rest whatever 512-byte
 * sectors of whatever writes the seed picks. No file may be open. Returns 0, or -1 where a file cannot be written. */
int faulty_disk_settle(unsigned long long seed);

#endif
