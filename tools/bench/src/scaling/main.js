/**
 * Measures what each worker adds to a sweep on a queue, on this machine, and prints a table:
 *
 *   npm run scaling -- [--workers 1,2,4] [--runs 8] [--steps 300] [--markdown docs/scaling.md] [--smoke]
 *
 * Exit code: 0 measured, 1 the command line is wrong, a measurement failed or redis-server is missing.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { redisServerPath, startRedis } from '@rnp-tools/redis-testing';
import { pinning } from '../cores.js';
import { machine, machineLine } from '../machine.js';
import { intoPage } from '../report/report.js';
import { median } from '../statistics.js';
import { sweepWith } from './sweepWith.js';

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '1,2,4' },
    runs: { type: 'string', default: '8' },
    steps: { type: 'string', default: '300' },
    markdown: { type: 'string' },
    smoke: { type: 'boolean', default: false },
  },
});
const counts = values.smoke ? [1, 2] : values.workers.split(',').map(Number);
const size = values.smoke
  ? { runs: 2, steps: 3, batch: 4, small: true }
  : { runs: Number(values.runs), steps: Number(values.steps), batch: 64, small: false };

if (redisServerPath() === null) {
  console.error('there is no redis-server here; in Debian it is the package redis-server');
  process.exit(1);
}
const redis = await startRedis();
const dir = await mkdtemp(join(tmpdir(), 'rnp-scaling-'));
try {
  const rows = [];
  for (const workers of counts) {
    process.stderr.write(`${workers} ${workers === 1 ? 'worker' : 'workers'}: ${size.runs} runs\n`);
    rows.push(await sweepWith(workers, { ...size, url: redis.url, dir: join(dir, String(workers)) }));
  }
  const images = size.runs * size.steps * size.batch;
  const table = [
    '| workers | wall time (s) | training images/s | over one worker | result of a run in the store (MB) |',
    '|---|---|---|---|---|',
    ...rows.map(
      ({ workers, seconds, storedBytes }) =>
        `| ${workers} | ${seconds.toFixed(1)} | ${Math.round(images / seconds)} | ${(rows[0].seconds / seconds).toFixed(2)}× | ${(median(storedBytes) / 1e6).toFixed(1)} |`,
    ),
    '',
    `${size.runs} runs of ${size.steps} steps, batches of ${size.batch}, quick-start’s model; from the first task taken to the last result stored. ${machineLine(machine({ cores: pinning().count, backend: 'wasm' }))}.`,
  ].join('\n');
  console.log(table);
  if (values.markdown !== undefined) {
    const page = await readFile(values.markdown, 'utf8').catch(() => '');
    await writeFile(values.markdown, intoPage(page, table, 'npm run scaling -- --markdown'));
  }
} finally {
  await redis.close();
  await rm(dir, { recursive: true, force: true });
}
