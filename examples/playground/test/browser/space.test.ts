import { describe, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { inkOn, lookOf, otherLook } from './look.js';
import { atRest } from './playground.js';
import { useVisit } from './useVisit.js';

const here = useVisit();

const openTab = (name: string): Promise<void> => here.page.getByRole('tab', { name }).click();
const image = (name: string | RegExp): Locator => here.page.getByRole('img', { name });
const choice = (group: string, name: string): Locator =>
  here.page.getByRole('group', { name: group, exact: true }).getByRole('button', { name, exact: true });
const option = (name: string): Locator => here.page.getByRole('radio', { name, exact: true });

describe('images from the prior', () => {
  test('come anew with another seed, and again with the first', async () => {
    await openTab('Imagine');
    const sample = (place: number): Locator =>
      here.page.getByRole('button', { name: `Sample ${place} of seed` }).locator('canvas');
    const [first, second] = [sample(1), sample(2)];
    const before = await lookOf(first);
    expect(await lookOf(second)).not.toEqual(before);
    await here.page.getByRole('button', { name: 'Another 24' }).click();
    const other = await otherLook(first, before);
    await here.page.getByRole('spinbutton', { name: 'Seed' }).fill('1');
    await here.page.keyboard.press('Tab');
    expect(await otherLook(first, other)).toEqual(before);
    await here.page.getByRole('spinbutton', { name: 'Seed' }).fill('-5');
    await here.page.keyboard.press('Tab');
    await here.page.getByText(/^A seed is a whole number from 0 to 999,999; .* those of 1\.$/).waitFor();
    await here.page.getByRole('button', { name: 'Sample 3 of seed 1' }).click();
    await here.page.getByRole('tab', { name: 'Draw', selected: true }).waitFor();
    await inkOn(image(/^Paper/));
    // What one has taken is what one walks from.
    await openTab('Walk');
    expect(await choice('Image A', 'your drawing').getAttribute('aria-pressed')).toBe('true');
  });
});

describe('a walk', () => {
  test('of whole images is taken with the keys and the film', async () => {
    await openTab('Walk');
    const stage = image(/^\d+ % of the way$/);
    const slider = here.page.getByRole('slider', { name: 'From A to B' });
    const halfway = await lookOf(stage);
    await slider.focus();
    await slider.press('Home');
    const start = await otherLook(stage, halfway);
    await slider.press('ArrowRight');
    await otherLook(stage, start);
    await choice('Steps from A to B', '100 % of the way').click();
    const end = await lookOf(image(/^100 % of the way$/));
    expect(end).not.toEqual(start);
    await here.page.getByRole('slider', { name: 'From A to B' }).fill('30');
    await here.page.getByRole('button', { name: 'Play' }).click();
    await here.page.getByRole('button', { name: 'Play' }).waitFor();
    await choice('Image A', 'digit 10').click();
    await atRest(here.page);
    // The end stays where it is when the beginning moves.
    expect(await lookOf(image(/^100 % of the way$/))).toEqual(end);
  });

  test('of one part leaves the other parts where they are', async () => {
    await openTab('Walk');
    await option('One part').check({ force: true });
    const [inA, alone] = [image(/^\d+ % of the way$/), image(/^the part by itself/)];
    await alone.waitFor();
    const [image0, part0] = [await lookOf(inA), await lookOf(alone)];
    await choice('Part of B', 'part 3').click();
    await otherLook(alone, part0);
    await otherLook(inA, image0);
    // At its start the image is A, whatever the part of B.
    const slider = here.page.getByRole('slider', { name: 'From A to B' });
    await slider.focus();
    await slider.press('Home');
    const start = await lookOf(image(/^0 % of the way$/));
    await choice('Part of B', 'part 2').click();
    await atRest(here.page);
    expect(await lookOf(image(/^0 % of the way$/))).toEqual(start);
  });
});

describe('a combination', () => {
  test('changes with the place in A and with the part of B', async () => {
    await openTab('Combine');
    const result = image(/^A with part /);
    const first = await lookOf(result);
    await choice('Part of B', 'part 2').click();
    const second = await otherLook(result, first);
    await choice('Place in A', 'part 3').click();
    await otherLook(result, second);
    expect(await result.getAttribute('aria-label')).toBe('A with part 2 of B in the place of its part 3');
  });

  test('goes down to pieces', async () => {
    await openTab('Combine');
    await option('A subpart').check({ force: true });
    const result = image(/^A with part 1, subpart 1 /);
    const first = await lookOf(result);
    await choice('Subpart of B', 'part 2, subpart 3').click();
    await otherLook(image(/^A with part 2, subpart 3 /), first);
  });
});
