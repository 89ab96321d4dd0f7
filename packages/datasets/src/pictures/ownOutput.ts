/** A PNG's text chunk that says which program made it; it stands right behind the header, where a short read finds it. */
export const markText: Uint8Array = new TextEncoder().encode('tEXtSoftware\0@rnp');
/** Signature, and the header chunk, which always comes first and always has this size. */
export const headerEnd: number = 8 + 25;
/** A mark is found within so many bytes. */
export const markedBytes: number = headerEnd + 4 + markText.length;

/** JSON files that tell a run, a model, a sweep or a corpus, and how each of them begins. */
const records: readonly string[] = ['run.json', 'config.json', 'sweep.json', 'manifest.json'];
const recordStart = /^\s*\{\s*"schema":\s*"rnp-/;
const recordBytes = 64;

/** What stands in the folder of a run, a sweep or a corpus as long as one writes to it. */
const locks: readonly string[] = ['run.lock', 'run.lock.taking'];

/** Whether a file of this name is only there while something of ours is being made. */
export function isLock(name: string): boolean {
  return locks.includes(name);
}

/** Whether this is the beginning of a PNG that carries the mark of a result of ours. */
export function isMarked(bytes: Uint8Array): boolean {
  return markText.every((value, at) => bytes[headerEnd + 4 + at] === value);
}

/**
 * Whether a folder is a run, a model, a sweep or a corpus of ours, by what its own files say, or is just becoming one.
 *
 * @param names of what lies in it
 * @param begin the first bytes of one of its files, at most `count`
 */
export async function isOutputFolder(
  names: readonly string[],
  begin: (name: string, count: number) => Promise<Uint8Array>,
): Promise<boolean> {
  if (names.length > 0 && names.every(isLock)) return true;
  for (const name of records) {
    if (!names.includes(name)) continue;
    if (recordStart.test(new TextDecoder().decode(await begin(name, recordBytes)))) return true;
  }
  return false;
}
