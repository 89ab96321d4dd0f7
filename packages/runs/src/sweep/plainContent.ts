import { wrongSetting } from '../errors.js';

/** Values within values, and how many of them: a sweep needs neither, and schemas go through them again and again. */
const maxDepth = 32;
const maxValues = 100_000;
/** More than there are settings, and entries of any other part. */
const maxKeys = 256;

/**
 * Sees that what a YAML file holds is a tree of plain values: an alias may lead to itself, and a key `__proto__` would turn into a
 * prototype wherever it is copied.
 *
 * @throws UsageError naming the file and the place in it
 */
export function requirePlain(content: unknown, path: string): void {
  let level: (readonly [place: string, value: unknown])[] = [['', content]];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) {
      throw wrongSetting(
        path,
        `${level[0]![0].slice(0, 60)}… is nested deeper than ${maxDepth} levels, or an alias in it leads to itself`,
      );
    }
    const next: (readonly [string, unknown])[] = [];
    for (const [place, value] of level) {
      if (typeof value !== 'object' || value === null) continue;
      const entries = Object.entries(value);
      if (!Array.isArray(value) && entries.length > maxKeys) {
        const some = entries.slice(0, 3).map(([key]) => key.slice(0, 40));
        throw wrongSetting(
          place === '' ? path : `${path}: ${place.slice(0, 100)}`,
          `has ${entries.length.toLocaleString('en')} names, such as ${some.join(', ')}; no part of a sweep has more than ${maxKeys}`,
        );
      }
      for (const [key, inner] of entries) {
        const at = place === '' ? key : `${place}.${key}`;
        if (key === '__proto__') throw wrongSetting(`${path}: ${at}`, 'is no setting');
        values++;
        if (values > maxValues) throw wrongSetting(path, `holds more than ${maxValues} values`);
        next.push([at, inner]);
      }
    }
    level = next;
  }
}
