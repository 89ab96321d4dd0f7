import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import { type House, openHouse, type Visit, visit } from './playground.js';

/** A file's page, and the house that it was opened in. */
export interface UsedVisit extends Visit {
  readonly house: House;
}

/**
 * One browser and one page for all tests of a file, as opening it costs more than most of them. Each leaves it without an error or
 * a warning.
 *
 * @returns filled before the first test
 */
export function useVisit(options: BrowserContextOptions = {}): UsedVisit {
  const here = {} as { house: House } & Visit;
  beforeAll(async () => {
    here.house = await openHouse('none');
    Object.assign(here, await visit(here.house, options));
  });
  afterAll(() => here.house.close());
  afterEach(() => {
    expect(here.problems.splice(0)).toEqual([]);
  });
  return here;
}
