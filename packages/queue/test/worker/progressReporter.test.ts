import { describe, expect, test } from '@jest/globals';
import type { JobProgress } from '../../src/tasks/taskJobs.js';
import { progressReporter } from '../../src/worker/progressReporter.js';
import { until } from '../until.js';

describe('a report of progress that fails', () => {
  /** A reporter whose first so many sendings fail, and what was sent. */
  const failing = (failures: number) => {
    const tried: unknown[] = [];
    const reporter = progressReporter(
      { value: null, deaths: 0 },
      0,
      () => undefined,
      async ({ value }: JobProgress) => {
        tried.push(value);
        if (tried.length <= failures) throw new Error('MISCONF');
      },
    );
    return { reporter, tried };
  };

  test('is sent again until it succeeds, though nothing is said later', async () => {
    const { reporter, tried } = failing(2);
    reporter.report('only');
    await until('it is sent', () => tried.length === 3);
    await reporter.finish();
    expect(tried).toEqual(['only', 'only', 'only']);
  });

  test('gives way to a later one', async () => {
    const { reporter, tried } = failing(1);
    reporter.report('first');
    reporter.report('later');
    await until('the later one is sent', () => tried.includes('later'));
    await reporter.finish();
    expect(tried).toEqual(['first', 'later']);
  });

  test('is not sent any more once the task is lost', async () => {
    const { reporter, tried } = failing(1);
    reporter.report('only');
    reporter.drop();
    await reporter.finish();
    expect(tried).toEqual(['only']);
  });
});
