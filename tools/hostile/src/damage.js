/** Ways in which a file gets damaged in transit, on a failing disk, or by somebody who means it. Each returns new bytes. */
const ways = {
  cut: (bytes, { between }) => bytes.slice(0, between(0, bytes.length - 1)),
  flip: (bytes, { between }) =>
    changed(bytes, between(0, bytes.length - 1), (byte) => byte ^ (1 << between(0, 7))),
  byte: (bytes, { between }) => changed(bytes, between(0, bytes.length - 1), () => between(0, 255)),
  extreme: (bytes, { between, pick }) => {
    const value = pick([0x00, 0x7f, 0x80, 0xff]);
    const at = between(0, bytes.length - 1);
    return bytes.map((byte, i) => (i >= at && i < at + 4 ? value : byte));
  },
  zeros: (bytes, { between }) => {
    const [at, count] = [between(0, bytes.length - 1), between(1, 64)];
    return bytes.map((byte, i) => (i >= at && i < at + count ? 0 : byte));
  },
  insert: (bytes, { between }) => {
    const at = between(0, bytes.length);
    const added = Uint8Array.from({ length: between(1, 16) }, () => between(0, 255));
    return joined(bytes.subarray(0, at), added, bytes.subarray(at));
  },
  repeat: (bytes, { between }) => {
    const at = between(0, bytes.length - 1);
    const part = bytes.subarray(at, at + between(1, 64));
    return joined(bytes.subarray(0, at), part, bytes.subarray(at));
  },
};

/**
 * @param {Uint8Array} bytes a sound file
 * @param {ReturnType<import('./random.js').seededRandom>} random
 * @returns {{ way: string, bytes: Uint8Array }}
 */
export function damaged(bytes, random) {
  const way = random.pick(Object.keys(ways));
  return { way, bytes: ways[way](bytes, random) };
}

/**
 * `count` damaged forms of sound files, in turn.
 *
 * @param {Readonly<Record<string, Uint8Array>>} files
 */
export function* damagedFiles(files, random, count) {
  const names = Object.keys(files);
  for (let i = 0; i < count; i++) {
    const name = names[i % names.length];
    const { way, bytes } = damaged(files[name], random);
    yield { name: `${name}, ${way} ${i}`, file: name, bytes };
  }
}

export function joined(...parts) {
  return new Uint8Array(Buffer.concat(parts));
}

function changed(bytes, at, change) {
  const copy = Uint8Array.from(bytes);
  copy[at] = change(copy[at]);
  return copy;
}
