import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import { type House, openHouse, type Visit, visit } from './playground.js';

/** The present test's page, and the house that it was opened in. */
export interface UsedVisit extends Visit {
  readonly house: House;
}

/**
 * One browser for all tests of a file. Each has the page newly opened, and leaves it without an error or a warning.
 *
 * @returns filled anew before each test
 */
export function useVisits(options: BrowserContextOptions = {}): UsedVisit {
  const here = {} as { house: House } & Visit;
  beforeAll(async () => {
    here.house = await openHouse('none');
  });
  afterAll(() => here.house.close());
  beforeEach(async () => {
    Object.assign(here, await visit(here.house, options));
  });
  afterEach(async () => {
    // Closing a page breaks off what it still fetches.
    const problems = [...here.problems];
    await here.context.close();
    expect(problems).toEqual([]);
  });
  return here;
}
