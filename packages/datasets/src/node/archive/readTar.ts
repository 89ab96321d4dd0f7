import { RnpError } from '@rnp/errors';
import {
  ArchiveBudget,
  type ArchiveEntry,
  type ArchiveLimits,
  archiveError,
  requireHonestName,
} from './archiveLimits.js';

export interface ReadTarOptions {
  /** Named in errors. */
  readonly path: string;
  readonly limits: ArchiveLimits;
  /** Which entries are wanted; the others are only looked at. */
  readonly wanted: (name: string) => boolean;
}

/** POSIX.1-1988 ustar: everything comes in blocks of this many bytes. */
const block = 512;

/**
 * The wanted files of an (uncompressed) tar, as views of its bytes, in the archive's order. Reads plain ustar, which
 * every tar writes for names below 100 characters; the time stamps that newer ones add are passed over. All entries
 * are looked at before any is returned.
 *
 * @throws RnpError `RNP_DATA_ARCHIVE` for a link, a device, a dishonest name, or more than the limits allow;
 *   `RNP_DATA_FORMAT` if it is not a tar, or damaged; `RNP_DATA_TRUNCATED`
 */
export function readTar(bytes: Uint8Array, options: ReadTarOptions): readonly ArchiveEntry[] {
  const { path, limits, wanted } = options;
  const budget = new ArchiveBudget(path, limits);
  const found: ArchiveEntry[] = [];
  for (let at = 0; ; ) {
    if (at + block > bytes.length) throw truncated(path);
    const header = bytes.subarray(at, at + block);
    // An archive ends with empty blocks.
    if (header.every((byte) => byte === 0)) return found;
    requireChecksum(header, path, at);
    const name = nameOf(header);
    requireHonestName(path, name);
    const size = octal(header, 124, 12, path);
    budget.add(name, size, size);
    const from = at + block;
    at = from + Math.ceil(size / block) * block;
    if (at > bytes.length) throw truncated(path);
    const content = bytes.subarray(from, from + size);
    const type = String.fromCharCode(header[156]!);
    if (type === 'x' || type === 'g') requirePlainRecords(content, path, name);
    else if (type === '0' || type === '\0') {
      if (wanted(name)) found.push({ name, bytes: content });
    } else if (type !== '5')
      throw archiveError(path, name, `${kinds[type] ?? `has the unknown type ${type}`}`);
  }
}

const kinds: Readonly<Record<string, string>> = Object.freeze({
  '1': 'is a hard link',
  '2': 'is a symbolic link',
  '3': 'is a device',
  '4': 'is a device',
  '6': 'is a pipe',
  L: 'has a name in GNU’s long form, which is not read',
  K: 'is a link in GNU’s long form',
});

function nameOf(header: Uint8Array): string {
  const magic = latin(header.subarray(257, 263));
  const name = utf8(upToNul(header.subarray(0, 100)));
  // GNU's older format has times where POSIX has the prefix.
  const prefix = magic === 'ustar\0' ? utf8(upToNul(header.subarray(345, 500))) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** The header's sum, its own field counted as blanks; tells a tar from other bytes, and damage. */
function requireChecksum(header: Uint8Array, path: string, at: number): void {
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  if (octal(header, 148, 8, path) !== sum) {
    throw format(
      path,
      at === 0 ? 'is no tar archive' : `is a damaged tar archive: the header at byte ${at} is wrong`,
    );
  }
}

/** Digits, blanks and NULs only: the binary form is for sizes beyond any limit here. */
function octal(header: Uint8Array, from: number, length: number, path: string): number {
  const text = latin(header.subarray(from, from + length));
  const digits = /^ *([0-7]+)[ \0]*$/.exec(text)?.[1];
  if (digits === undefined) throw format(path, 'is no tar archive, or damaged: a number in a header is none');
  return Number.parseInt(digits, 8);
}

/** Times and comments may be passed over; what renames or resizes the next entry may not. */
function requirePlainRecords(content: Uint8Array, path: string, name: string): void {
  for (const record of utf8(content).split('\n')) {
    const key = /^\d+ ([^=]+)=/.exec(record)?.[1];
    if (key === 'path' || key === 'linkpath' || key === 'size' || key?.startsWith('GNU.sparse')) {
      throw archiveError(path, name, `changes the ${key} of another entry, which is not read`);
    }
  }
}

function upToNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function truncated(path: string): RnpError {
  return new RnpError('RNP_DATA_TRUNCATED', `is a tar archive that ends too early. Get it again`, {
    path,
  });
}

function format(path: string, complaint: string): RnpError {
  return new RnpError('RNP_DATA_FORMAT', `${complaint}. Get it again`, { path });
}
