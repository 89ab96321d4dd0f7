import { RnpError } from '@rnp/errors';
import { type Role, roleOf, rolesOf } from './splitRoles.js';

/** Where the splits of a folder of pictures lie; each is the beginning of paths, '' or ending in '/'. */
export type SplitFolders =
  /** One root, of which the held-out images are drawn. */
  | { readonly kind: 'drawn'; readonly root: string }
  | {
      readonly kind: 'given';
      readonly train: string;
      readonly test: string;
      /** Validation sets beside a test set: neither learned from nor measured on. */
      readonly unused: readonly string[];
    };

/**
 * Finds folders that are splits: one to train beside one or more that are held out, in the root, or in the one folder that
 * a root holds, as unpacked archives have it; classes are looked for there, too. A folder to train alone is the root; beside classes it is a class (a railway).
 *
 * @param folder named in errors
 * @param files paths of all pictures below it
 * @throws RnpError `RNP_DATA_FOLDER` where held-out images might be learned from: they lie beside classes, within one, or
 *   have nothing beside them to train on
 */
export function splitFolders(folder: string, files: readonly string[]): SplitFolders {
  const found = withoutWrappers(files, splitsBelow(folder, files, '') ?? { kind: 'drawn', root: '' });
  const used = found.kind === 'drawn' ? [found.root] : [found.train, found.test];
  for (const root of used) {
    const own = files.filter((path) => path.startsWith(root));
    const names = new Set(own.flatMap((path) => path.slice(root.length).split('/').slice(0, -1)));
    const stray = [...names].find((name) => isHeldOut(roleOf(name)));
    if (stray !== undefined) {
      throw refused(
        folder,
        `holds folders '${stray}' within others; splits lie above the classes, as in train/cat and test/cat`,
      );
    }
  }
  return found;
}

function splitsBelow(folder: string, files: readonly string[], prefix: string): SplitFolders | null {
  const { loose, names } = childrenOf(files, prefix);
  const { of, pairs } = rolesOf(names);
  const having = (role: Role | null): string[] => names.filter((name) => of.get(name) === role);
  const [trains, validations, tests, classes] = [
    having('train'),
    having('validation'),
    having('test'),
    having(null),
  ];
  const heldOut = [...tests, ...validations];
  const mixed = loose.length > 0 || classes.length > 0;
  const at = `${folder}${prefix === '' ? '' : `/${prefix.slice(0, -1)}`}`;
  const beside = [...classes, ...loose].slice(0, 3).join(', ');

  if (heldOut.length === 0) {
    if (mixed || trains.length === 0) {
      const wrapper = names.length === 1 && loose.length === 0;
      return wrapper ? splitsBelow(folder, files, `${prefix}${names[0]}/`) : null;
    }
    if (trains.length > 1) throw refused(at, `has two folders to train on (${trains.join(', ')}); keep one`);
    return { kind: 'drawn', root: unwrapped(files, `${prefix}${trains[0]}/`) };
  }
  if (mixed) {
    throw refused(
      at,
      `has ${beside} beside ${[...trains, ...heldOut].join(', ')}, which looks like ${trains.length > 0 ? 'splits' : 'held-out images'}; ${
        trains.length > 0 ? 'put it into one of them or move it away' : 'put the classes into a folder train'
      }`,
    );
  }
  if (trains.length === 0) {
    throw refused(
      at,
      `has ${heldOut.join(' and ')} and no folder train; name a folder that has both, or rename what is to be learned from`,
    );
  }
  if (pairs.length > 1) {
    throw refused(
      at,
      `has several folders to train on and to test (${[...trains, ...heldOut].join(', ')}); put those to train into a folder train and the others into a folder test, as in train/cat and test/cat`,
    );
  }
  const test = tests.length > 0 ? tests : validations;
  const [twice] = [trains, test].filter(({ length }) => length > 1);
  if (twice !== undefined) {
    throw refused(at, `has two folders for one split (${twice.join(', ')}); move one of them away`);
  }
  const path = (name: string): string => unwrapped(files, `${prefix}${name}/`);
  const unused = tests.length > 0 ? validations.map((name) => `${prefix}${name}/`) : [];
  return { kind: 'given', train: path(trains[0]!), test: path(test[0]!), unused };
}

/** Classes may lie in folders of their own, such as `pictures/cat` and `pictures/dog`, where they are not beside others. */
function withoutWrappers(files: readonly string[], found: SplitFolders): SplitFolders {
  if (found.kind === 'drawn') {
    const name = wrapperIn(files, found.root);
    return name === null ? found : withoutWrappers(files, { ...found, root: `${found.root}${name}/` });
  }
  const name = wrapperIn(files, found.train);
  // A split of one class has one folder, too.
  if (name === null || wrapperIn(files, found.test) !== name) return found;
  const { train, test } = found;
  return withoutWrappers(files, { ...found, train: `${train}${name}/`, test: `${test}${name}/` });
}

/** The one folder below a prefix, where it holds nothing but folders; else null. */
function wrapperIn(files: readonly string[], prefix: string): string | null {
  const { loose, names } = childrenOf(files, prefix);
  const [name] = names;
  if (loose.length > 0 || names.length !== 1) return null;
  return childrenOf(files, `${prefix}${name}/`).loose.length > 0 ? null : name!;
}

/** 'seg_train/seg_train/': some archives hold the same folder once more. */
function unwrapped(files: readonly string[], prefix: string): string {
  const { loose, names } = childrenOf(files, prefix);
  const [own] = prefix.split('/').slice(-2);
  const [name] = names;
  const same = name === own || (name !== undefined && roleOf(name) !== null && roleOf(name) === roleOf(own!));
  const again = loose.length === 0 && names.length === 1 && same;
  return again ? unwrapped(files, `${prefix}${names[0]}/`) : prefix;
}

/** Files and folders right below a prefix. */
function childrenOf(
  files: readonly string[],
  prefix: string,
): { readonly loose: readonly string[]; readonly names: readonly string[] } {
  const loose: string[] = [];
  const names = new Set<string>();
  for (const path of files) {
    if (!path.startsWith(prefix)) continue;
    const [name = '', ...inside] = path.slice(prefix.length).split('/');
    if (inside.length > 0) names.add(name);
    else loose.push(name);
  }
  return { loose, names: [...names] };
}

function isHeldOut(role: Role | null): boolean {
  return role === 'test' || role === 'validation';
}

function refused(path: string, complaint: string): RnpError {
  return new RnpError(
    'RNP_DATA_FOLDER',
    `${complaint}. Where these names are classes, write ${path}?splits=no`,
    { path },
  );
}
