import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { describeWithRedis } from '@rnp-tools/redis-testing';
import { z } from 'zod';
import { taskKind } from '../../src/index.js';
import { squares, useBench } from '../bench.js';
import { until } from '../until.js';

// A quota is set by prlimit, which only Linux has.
const testOnLinux = process.platform === 'linux' ? test : test.skip;

describeWithRedis(describe, 'a server whose disk is full', () => {
  const bench = useBench();

  testOnLinux(
    'is waited for by both sides, who say what to do; nothing is lost and nothing done twice',
    async () => {
      let handled = 0;
      const finish: (() => void)[] = [];
      const square = taskKind({
        schema: z.object({ number: z.number() }),
        handle: async ({ number }, { key }) => {
          handled += 1;
          // These two end when the disk is full.
          if (key === 'square-0' || key === 'square-1')
            await new Promise<void>((resolve) => finish.push(resolve));
          return number ** 2;
        },
      });
      await bench.queue.submit({ id: 'first', name: 'First', kind: 'square', tasks: squares(20) });
      await bench.work({ square }, { concurrency: 2 });
      await until('two are at work', () => finish.length === 2);

      bench.server.limitDisk(2000);
      const more = bench.queue.submit({
        id: 'more',
        name: 'More',
        kind: 'square',
        tasks: squares(200, 'more'),
      });
      let submitted = false;
      void more.then(() => {
        submitted = true;
      });
      await until('the side that asks is refused', () =>
        bench.troubles.some((told) => told.includes('takes no writes')),
      );
      for (const end of finish) end();
      // Longer than a lock holds.
      await sleep(2500);
      expect(submitted).toBe(false);
      expect(handled).toBe(2);
      expect(bench.troubles.filter((told) => /takes no writes.*make room/.test(told)).length).toBeGreaterThan(
        1,
      );

      bench.server.limitDisk(null);
      await more;
      const left = async (): Promise<number> => {
        const statuses = [...(await bench.queue.status('first')), ...(await bench.queue.status('more'))];
        return statuses.filter(({ state }) => state !== 'done').length;
      };
      await until('all are done', async () => (await left()) === 0);
      expect(handled).toBe(220);
      expect((await bench.queue.status('first')).map(({ result }) => result)).toEqual(
        Array.from({ length: 20 }, (_, i) => i ** 2),
      );
      expect(bench.troubles.filter((told) => told.includes('takes writes again')).length).toBeGreaterThan(1);
    },
  );
});
