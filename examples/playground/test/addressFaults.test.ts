import { describe, expect, test } from '@jest/globals';
import { addressFaults, type Known, type Said } from '../src/app/addressFaults.js';
import { drawingOfCode } from '../src/drawing/drawingCode.js';

const known: Known = {
  panels: ['draw', 'walk'],
  isModel: (name, own) => name === (own ? 'mine' : 'mnist'),
  isDrawing: (code) => drawingOfCode(code) !== null,
};
const nothing: Said = { panel: null, model: null, own: false, drawing: null };
const faults = (said: Partial<Said>): string | null => addressFaults({ ...nothing, ...said }, known);

describe('what an address says and cannot be followed', () => {
  test('nothing, and what is here, is no fault', () => {
    expect(faults({})).toBeNull();
    expect(faults({ panel: 'walk', model: 'mnist', drawing: 's' })).toBeNull();
    expect(faults({ model: 'mine', own: true })).toBeNull();
  });

  test.each([
    [{ panel: 'drw' }, /: there is no tab “drw”\.$/],
    [{ panel: '' }, /there is no tab “”/],
    [{ model: 'mnits' }, /: no model “mnits” is in this browser\.$/],
    // A name in the box is none of the visitor's own.
    [{ model: 'mnist', own: true }, /no model “mnist”/],
    [{ drawing: 's*' }, /: its drawing is damaged\.$/],
  ])('%j', (said, words) => {
    expect(faults(said)).toMatch(words);
  });

  test('all of it is one sentence, in which nothing is long', () => {
    const all = faults({ panel: 'drw', model: 'm'.repeat(500), drawing: '' })!;
    expect(all).toMatch(/no tab “drw”, no model “m{30}…” is in this browser, and its drawing is damaged\.$/);
  });
});
