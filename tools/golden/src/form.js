/** The file cannot be read or does not have the form it must have. */
export class FormError extends Error {
  name = 'FormError';
}

/**
 * A form checks one value of the file and throws a FormError that says where it is wrong.
 * @typedef {(value: unknown, path: string) => void} Form
 */

const wrong = (path, needs) => {
  throw new FormError(`${path} must be ${needs}`);
};

/** @type {Form} */
export const number = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) wrong(path, 'a number');
};

/** @type {Form} */
export const count = (value, path) => {
  if (!Number.isSafeInteger(value) || value < 1) wrong(path, 'a positive whole number');
};

/**
 * One of the given words.
 * @returns {Form}
 */
export const oneOf =
  (...words) =>
  (value, path) => {
    if (!words.includes(value)) wrong(path, `one of ${words.join(', ')}`);
  };

/**
 * A list, of a certain length or of any but 0.
 * @param {Form} item
 * @returns {Form}
 */
export const list = (item, length) => (value, path) => {
  if (!Array.isArray(value)) wrong(path, 'a list');
  if (length === undefined && value.length === 0) wrong(path, 'a list of at least one');
  if (length !== undefined && value.length !== length) wrong(path, `a list of ${length}`);
  value.forEach((entry, i) => {
    item(entry, `${path}[${i}]`);
  });
};

/**
 * An object with at least these keys.
 * @param {Readonly<Record<string, Form>>} forms
 * @returns {Form}
 */
export const record = (forms) => (value, path) => {
  object(value, path);
  for (const [key, form] of Object.entries(forms)) {
    if (!Object.hasOwn(value, key)) throw new FormError(`${path} lacks '${key}'`);
    form(value[key], `${path}.${key}`);
  }
};

/**
 * An object all of whose values have one form.
 * @param {Form} form
 * @returns {Form}
 */
export const dictionary = (form) => (value, path) => {
  object(value, path);
  for (const [key, entry] of Object.entries(value)) form(entry, `${path}['${key}']`);
};

/**
 * `{ shape, data }`, of as many axes as given or of any number; data row-major.
 * @returns {Form}
 */
export const tensor = (rank) => (value, path) => {
  object(value, path);
  const { shape, data } = value;
  if (!Array.isArray(shape) || !Array.isArray(data)) wrong(path, '{ shape, data }, two lists');
  shape.forEach((size, i) => {
    count(size, `${path}.shape[${i}]`);
  });
  if (rank !== undefined && shape.length !== rank) wrong(`${path}.shape`, `of ${rank} axes`);
  const size = shape.reduce((product, side) => product * side, 1);
  if (data.length !== size) {
    throw new FormError(`${path}.data has ${data.length} entries where shape [${shape}] has ${size}`);
  }
  data.forEach((entry, i) => {
    number(entry, `${path}.data[${i}]`);
  });
};

function object(value, path) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(path, 'an object');
}
