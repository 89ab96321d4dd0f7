import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { defaultPreprocessing, derivePreprocessing, readPreprocessing } from '../../src/index.js';
import { thrown } from '../fixtures.js';

const whole = defaultPreprocessing([20, 40, 1]);

describe('readPreprocessing', () => {
  test('gives back what JSON kept of it', () => {
    const colour = {
      ...defaultPreprocessing([50, 50, 3]),
      fit: 'cover',
      invert: true,
      background: 'black',
    } as const;
    for (const one of [whole, colour, { ...whole, ink: true }])
      expect(readPreprocessing(JSON.parse(JSON.stringify(one)))).toEqual(one);
  });

  test.each([
    ['', 'fill'],
    ['.size', [20]],
    ['.size', [20, 0.5]],
    ['.channels', 4],
    ['.fit', 'fill'],
    ['.background', 'red'],
    ['.invert', 'yes'],
    ['.ink', 'auto'],
    ['.colour', true],
  ])('names what is wrong: %s', (field, value) => {
    const [, name = ''] = field.split('.');
    const given = field === '' ? value : { ...whole, [name]: value };
    const error = thrown(() => readPreprocessing(given, 'config.json: preprocessing')) as RnpError;
    expect(error).toBeInstanceOf(RnpError);
    expect(error).toMatchObject({ code: 'RNP_CONFIG' });
    expect(error.message.startsWith(`config.json: preprocessing${name && `.${name}`}`)).toBe(true);
  });

  test('ink is for grey, and nothing may be missing', () => {
    const colour = { ...defaultPreprocessing([9, 9, 3]), ink: true };
    expect(thrown(() => readPreprocessing(colour))).toMatchObject({ path: 'preprocessing.ink' });
    const { fit, ...others } = whole;
    expect(thrown(() => readPreprocessing(others))).toMatchObject({ path: 'preprocessing.fit' });
  });
});

describe('derivePreprocessing', () => {
  const [grey, colour] = [[28, 28, 1] as const, [50, 50, 3] as const];

  test.each(['digits', 'mnist', 'mnist-recombined', 'omniglot', 'omniglot-full', 'omniglot-recombined'])(
    '%s is drawings',
    (data) => {
      expect(derivePreprocessing(data, grey)).toEqual({ ...defaultPreprocessing(grey), ink: true });
    },
  );

  test.each([null, 7, 'fashion-mnist', 'digit-pairs', 'photos', 'mnist/photos', './mnist?colour=no'])(
    'of %s all is usual',
    (data) => {
      expect(derivePreprocessing(data, grey)).toEqual(defaultPreprocessing(grey));
      expect(derivePreprocessing(data, colour)).toEqual(defaultPreprocessing(colour));
    },
  );

  test('a folder’s settings are those it was read by', () => {
    expect(
      derivePreprocessing(
        'photos?size=50x50&colour=yes&fit=cover&invert=yes&background=black&test=0.1',
        colour,
      ),
    ).toEqual({ ...defaultPreprocessing(colour), fit: 'cover', invert: true, background: 'black' });
    expect(derivePreprocessing('a?b/c?invert=no&ink=yes', grey)).toMatchObject({ invert: false, ink: true });
    // Of colours a folder was judged as a whole; what nobody knows any more is as it was.
    expect(derivePreprocessing('photos?invert=auto&fit=what&toString=1', colour)).toEqual(
      defaultPreprocessing(colour),
    );
  });
});
