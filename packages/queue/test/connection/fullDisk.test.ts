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
  const takesNoWrites = (told: string): boolean => /takes no writes.*make room/.test(told);

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
      const locks = [0, 1].map((number) => bench.key(`t-square-${number}:lock`));
      await until('both locks have run out', async () => (await bench.redis.exists(...locks)) === 0);
      await until('both sides say so', () => bench.troubles.filter(takesNoWrites).length > 1);
      expect(submitted).toBe(false);
      expect(handled).toBe(2);

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

  testOnLinux('is waited for by one who comes meanwhile', async () => {
    bench.server.limitDisk(0);
    const submitted = bench.queue.submit({ id: 'late', name: 'Late', kind: 'square', tasks: squares(200) });
    await until('who submits is refused', () => bench.troubles.some(takesNoWrites));
    const square = taskKind({
      schema: z.object({ number: z.number() }),
      handle: async ({ number }) => number ** 2,
    });
    await bench.work({ square });
    await until('so is the worker', () => bench.troubles.filter(takesNoWrites).length > 1);
    bench.server.limitDisk(null);
    await submitted;
    const done = async (): Promise<boolean> =>
      (await bench.queue.status('late')).every(({ state }) => state === 'done');
    await until('all are done', done);
  });
});
