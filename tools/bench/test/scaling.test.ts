import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { describeWithRedis } from '@rnp-tools/redis-testing';
import { inLong } from '@rnp-tools/testing/long';

const root = fileURLToPath(new URL('../../..', import.meta.url));

describeWithRedis(describe, 'npm run scaling', () => {
  inLong(test)('a row for each number of workers', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'tools/bench/src/scaling/main.js', '--smoke'],
      {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\| 1 \| .*1\.00× \|/m);
    expect(stdout).toMatch(/^\| 2 \| .*× \|/m);
  });
});
