import { expect, test } from '@jest/globals';
import { parseJson } from '../src/index.js';

test.each(['{"a":1,"b":{"a":1}}', '[{"a":1},{"a":2}]', '{"a":"b","b":"a"}', '"a"', '{"a":["a","a"]}'])(
  '%s is read as by JSON.parse',
  (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  },
);

test.each([
  ['{"a":1,"a":1}', 'a.json', /^a\.json: has "a" twice in one object; keep one of them$/],
  ['[{"x":{"a":1,"b":2,"\\u0061":3}}]', 'a.json', /^a\.json: has "a" twice/],
  ['{"__proto__":1,"__proto__":2}', undefined, /^text: has "__proto__" twice/],
  ['{"a":', 'a.json', /^a\.json: is no JSON \(.+\)$/],
])('%s is refused', (text, path, message) => {
  expect(() => parseJson(text, path)).toThrow(expect.objectContaining({ code: 'RNP_CONFIG' }));
  expect(() => parseJson(text, path)).toThrow(message);
});
