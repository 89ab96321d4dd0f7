import { RnpError } from '@rnp/errors';

/** What an archive may at most hold. A data set's own numbers are a little above what the real archive has. */
export interface ArchiveLimits {
  readonly maxEntries: number;
  /** Bytes of one entry, inflated. */
  readonly maxEntryBytes: number;
  /** Bytes of all entries, inflated. */
  readonly maxBytes: number;
  /** Inflated bytes per compressed byte of an entry. */
  readonly maxRatio: number;
}

/** A file in an archive. */
export interface ArchiveEntry {
  /** Relative, with '/' between folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The error for an entry that no honest archive has. */
export function archiveError(path: string, entry: string, complaint: string): RnpError {
  // A name may hold anything, control characters of a terminal included.
  const shown = JSON.stringify(entry.length > 120 ? `${entry.slice(0, 120)}…` : entry);
  return new RnpError('RNP_DATA_ARCHIVE', `${complaint}. Get it again, elsewhere`, {
    path: `${path}: entry ${shown}`,
  });
}

/**
 * Counts entries while an archive is walked over, by their declared sizes.
 *
 * @throws RnpError `RNP_DATA_ARCHIVE` from the entry on that is one too many, or too much
 */
export class ArchiveBudget {
  readonly #path: string;
  readonly #limits: ArchiveLimits;
  #entries = 0;
  #bytes = 0;

  constructor(path: string, limits: ArchiveLimits) {
    this.#path = path;
    this.#limits = limits;
  }

  /** @param compressed bytes it takes in the archive; `size` where entries are not compressed */
  add(name: string, size: number, compressed: number): void {
    const { maxEntries, maxEntryBytes, maxBytes, maxRatio } = this.#limits;
    this.#entries++;
    this.#bytes += size;
    const refuse = (complaint: string): never => {
      throw archiveError(this.#path, name, complaint);
    };
    if (this.#entries > maxEntries) refuse(`is one more than the ${maxEntries} that are read`);
    if (size > maxEntryBytes) refuse(`claims ${size} bytes, more than the ${maxEntryBytes} that are read`);
    if (this.#bytes > maxBytes) refuse(`brings all entries to more than the ${maxBytes} bytes that are read`);
    if (size > maxRatio * Math.max(1, compressed)) {
      refuse(`claims to inflate ${compressed} bytes to ${size}, more than ${maxRatio} times as many`);
    }
  }
}

/**
 * Entries are never written to a disk, but one with such a name was made to be.
 *
 * @throws RnpError `RNP_DATA_ARCHIVE` for an absolute or parent path, a backslash, a drive, a control character, C1 and lone
 *   surrogates among them, a direction mark
 */
export function requireHonestName(path: string, name: string): void {
  const refuse = (complaint: string): never => {
    throw archiveError(path, name, complaint);
  };
  if (name === '') refuse('has no name');
  if (name.includes('\0')) refuse('has a NUL in its name');
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) refuse('has a control character in its name');
  if (/\p{Bidi_Control}/u.test(name)) refuse('has a direction mark in its name');
  if (name.includes('\\')) refuse('has a backslash in its name');
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) refuse('has an absolute path');
  if (name.split('/').includes('..')) refuse('leads out of the archive');
}
