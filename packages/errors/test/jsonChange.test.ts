import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { argumentChecks, jsonChange, RnpError } from '../src/index.js';

class Point {
  readonly x = 1;
}

describe('what JSON gives back as it was passes', () => {
  const shared = { a: 1 };
  test.each<[string, unknown]>([
    ['null', null],
    ['a text', 'é\u0000\ud800'],
    ['numbers', [0, -1.5, 1e308, Number.MIN_VALUE]],
    ['objects in lists in objects', { a: [{ b: true }, []], c: {} }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
    ['an object of another context', runInNewContext('({ a: [1, { b: 2 }] })')],
    ['one thing twice', [shared, { shared }]],
    ['a key __proto__', JSON.parse('{"__proto__": 1}')],
  ])('%s', (_, value) => {
    expect(jsonChange(value)).toBeNull();
    expect(JSON.parse(JSON.stringify(value))).toEqual(value);
  });

  test('a property that is undefined, which reads the same when it is left out', () => {
    expect(jsonChange({ a: 1, b: undefined })).toBeNull();
  });
});

test.each<[unknown, string, string]>([
  [undefined, '', 'is undefined'],
  [Number.NaN, '', 'is NaN, of which JSON would make null'],
  [{ rates: [1, Number.NEGATIVE_INFINITY] }, '.rates[1]', 'is -Infinity'],
  [{ 'two words': [Number.NaN] }, '["two words"][0]', 'is NaN'],
  [[1, undefined], '[1]', 'is undefined'],
  // biome-ignore lint/suspicious/noSparseArray: a gap is what is looked for.
  [[1, , 2], '[1]', 'is undefined'],
  [{ n: 1n }, '.n', 'is 1n'],
  [{ f: () => 1 }, '.f', 'is a function'],
  [{ s: Symbol('s') }, '.s', 'is a symbol'],
  [new Date(0), '', 'is an object (Date)'],
  [{ m: new Map() }, '.m', 'is an object (Map)'],
  [[new Set()], '[0]', 'is an object (Set)'],
  [new Uint8Array(2), '', 'is an object (Uint8Array)'],
  [new Error('lost'), '', 'is an object (Error)'],
  [{ p: new Point() }, '.p', 'is an object (Point)'],
  [{ a: { toJSON: () => 1 } }, '.a.toJSON', 'is a function'],
  [Object(1), '', 'is an object (Number)'],
])('%p: the place and what stands there', (value, at, complaint) => {
  const change = jsonChange(value);
  expect(change?.at).toBe(at);
  expect(change?.complaint).toContain(complaint);
});

test('what holds itself, and what is deeper than the stack', () => {
  const circle: Record<string, unknown> = {};
  circle.list = [circle];
  expect(jsonChange(circle)).toEqual({ at: '.list[0]', complaint: 'holds itself, which JSON cannot' });
  let deep: unknown = Number.NaN;
  for (let i = 0; i < 20_000; i++) deep = [deep];
  expect(jsonChange(deep)?.complaint).toContain('NaN');
});

test('as a check, it names the argument and the place within', () => {
  const check = argumentChecks((path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }));
  expect(() => check.json('row', { a: 1 })).not.toThrow();
  expect(() => check.json('row', { a: [Number.NaN] })).toThrow(
    'row.a[0]: is NaN, of which JSON would make null',
  );
});
