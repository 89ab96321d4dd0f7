import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { describeWithRedis } from '@rnp-tools/redis-testing';
import { useBench } from './bench.js';

const folder = fileURLToPath(new URL('../', import.meta.url));

describeWithRedis(describe, 'the README', () => {
  const bench = useBench();

  test('has an example of the queue that prints what it says', () => {
    const readme = readFileSync(`${folder}README.md`, 'utf8');
    const [, example, shown] = readme.match(/```ts\n([\s\S]*?)```[\s\S]*?```text\n([\s\S]*?)```/)!;
    const source = example!.replaceAll('redis://127.0.0.1:6379', bench.server.url);
    expect(source).not.toBe(example);
    // The package, by its own name, as it was last built.
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', source], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(printed).toBe(shown);
  });
});
