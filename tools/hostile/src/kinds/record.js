import { damagedFiles } from '../damage.js';
import { command } from '../quiet.js';
import { soundRun } from './checkpoint.js';

const text = (value) => new TextEncoder().encode(value);

export const name = 'record';
export const title = "runs' records";

export async function* inputs(random, count) {
  const sound = await soundRun();
  const records = Object.keys(sound).filter((path) => /^[\w.]+\.jsonl?$/.test(path));
  yield { name: 'a run', files: sound };
  for (const path of records) {
    for (const value of ['{}', 'null', '{', '{"__proto__":{"x":1}}']) {
      yield { name: `${path} ${value.slice(0, 9)}`, files: { ...sound, [path]: text(value) } };
    }
    const lines = Buffer.from(sound[path]).toString();
    yield { name: `${path} with a line null`, files: { ...sound, [path]: text(`${lines}null\n`) } };
  }
  const only = Object.fromEntries(records.map((path) => [path, sound[path]]));
  for (const { name: what, file, bytes } of damagedFiles(only, random, count)) {
    yield { name: what, files: { ...sound, [file]: bytes } };
  }
}

export async function probe(dir) {
  await command('report', '--model', dir, '--limit', '4');
}
