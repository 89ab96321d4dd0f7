import { sha256 } from '@rnp/files/node';
import { check } from '../checks.js';

/** What some file system or shell takes for something else: separators, wildcards, escapes, what cannot be seen. */
const unsafe =
  /[<>:"/\\|?*%\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff]/gu;
/** Names of devices on Windows, with any ending. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const maxBytes = 180;

/**
 * A name for a file or folder from a title in any script. Different titles have different names, except where
 * file systems treat the names as equal, such as normal forms. Characters that a name must not have are
 * escaped as in addresses, `%2F`; a long name ends in a hash.
 */
export function fileName(title: string): string {
  check.text('title', title);
  const name = title
    .normalize('NFC')
    .replace(unsafe, escaped)
    .replace(/^[-. ]|[. ]$/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(device, '%$&');
  if (name === '') return 'image';
  const bytes = Buffer.from(name);
  if (bytes.length <= maxBytes) return name;
  // A cut may fall into a character.
  const start = new TextDecoder().decode(bytes.subarray(0, maxBytes)).replace(/\ufffd+$/, '');
  return `${start}-${sha256(title).slice(0, 10)}`;
}

/** As in addresses; half of a surrogate pair has no place there, and is written by its number. */
function escaped(one: string): string {
  return /\p{Cs}/u.test(one)
    ? `%u${one.charCodeAt(0).toString(16).toUpperCase()}`
    : encodeURIComponent(one).replace('*', '%2A');
}

/** A title as one short word of letters and digits, such as `digits-test-7`. */
export function slug(title: string): string {
  check.text('title', title);
  return (
    title
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '') || 'image'
  );
}
