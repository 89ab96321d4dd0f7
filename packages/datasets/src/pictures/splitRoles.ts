/** What a folder holds, by its name. */
export type Role = 'train' | 'validation' | 'test';

const roles: Readonly<Record<Role, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['val', 'valid', 'validation', 'validate', 'dev', 'development', 'eval', 'evaluation'],
  test: ['test', 'testing', 'heldout', 'holdout'],
};
/** What often stands beside the word, as in 'training_set', 'val2017' or 'test-images'. */
const fillers = '(?:data|set|split|images?|imgs?|pictures?|photos?|seg)*';
const patterns = Object.entries(roles).map(
  ([role, words]) => [role as Role, new RegExp(`^${fillers}(?:${words.join('|')})s?${fillers}$`)] as const,
);

/** What a folder of this name holds, whatever its case; null for a class. */
export function roleOf(name: string): Role | null {
  const letters = name.toLowerCase().replace(/[\s\d._()-]+/g, '');
  return patterns.find(([, pattern]) => pattern.test(letters))?.[0] ?? null;
}

/** Words that mean held-out images beside a folder to train on, and may be a class without one. */
const weak = /^(?:query|queries|gallery|probe|probes|unseen|heldout|holdout)$/;

const anyRole = Object.entries(roles).map(
  ([role, words]) => [role as Role, new RegExp(`^(?:${words.join('|')})s?$`)] as const,
);

/**
 * The roles of folders that lie beside each other. A name that says more than its role, as in `dogs_train` and `dogs_test`,
 * `train_32x32` and `test_32x32` or `trainA` and `testA`, counts where another one says the same of another role: one
 * alone may be a class.
 *
 * @returns null for classes; `pairs`: what names say beside their role, where they come in pairs
 */
export function rolesOf(names: readonly string[]): {
  readonly of: ReadonlyMap<string, Role | null>;
  readonly pairs: readonly string[];
} {
  const of = new Map(names.map((name) => [name, roleOf(name)]));
  if ([...of.values()].includes('train')) {
    for (const name of names)
      if (of.get(name) === null && weak.test(name.toLowerCase())) of.set(name, 'test');
  }
  const open = names.filter((name) => of.get(name) === null).map((name) => ({ name, ...within(name) }));
  const pairs = [...new Set(open.map(({ rest }) => rest))].filter((rest) => {
    const found = open.filter((one) => one.rest === rest).map(({ role }) => role);
    return found.includes('train') && found.some((role) => role === 'test' || role === 'validation');
  });
  for (const { name, role, rest } of open) if (pairs.includes(rest)) of.set(name, role);
  return { of, pairs };
}

/** The one word of a name that is a role, and the others: 'dogs' of `dogs_train`. */
function within(name: string): { readonly role: Role | null; readonly rest: string } {
  const words = name
    .replace(/([a-z])([A-Z0-9])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const found = words.map((word) => anyRole.find(([, pattern]) => pattern.test(word))?.[0] ?? null);
  const at = found.findIndex((role) => role !== null);
  if (at === -1) return { role: null, rest: name };
  return { role: found[at]!, rest: words.filter((_, i) => i !== at).join(' ') };
}
