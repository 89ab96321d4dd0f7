import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const changesets = createRequire(import.meta.url).resolve('@changesets/cli/bin.js');
const copy = mkdtempSync(join(tmpdir(), 'rnp-version-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

type Manifest = { name: string; version: string; private?: boolean } & Record<
  'dependencies' | 'devDependencies' | 'peerDependencies',
  Record<string, string> | undefined
>;
const read = (path: string): string => readFileSync(join(copy, path), 'utf8');
const manifests = (): Manifest[] =>
  ['packages', 'examples', 'tools'].flatMap((folder) =>
    readdirSync(join(copy, folder)).map(
      (name) => JSON.parse(read(join(folder, name, 'package.json'))) as Manifest,
    ),
  );
const published = (): Manifest[] => manifests().filter((manifest) => manifest.private !== true);

// The manifests and changesets as they lie here, in a repository of their own: changesets asks git who added what.
beforeAll(() => {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: copy, encoding: 'utf8' });
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const wanted =
    /^(\.changeset\/.*|package\.json|packages\/[^/]+\/CHANGELOG\.md|(packages|examples|tools)\/[^/]+\/package\.json|.*\.cjs)$/;
  for (const file of files.split('\n').filter((path) => wanted.test(path))) {
    cpSync(join(root, file), join(copy, file), { recursive: true });
  }
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '--message', 'all');
  execFileSync(process.execPath, [changesets, 'version'], { cwd: copy, stdio: 'pipe' });
});

test('all published packages have one version', () => {
  expect(published().length).toBeGreaterThan(9);
  expect(new Set(published().map(({ version }) => version)).size).toBe(1);
});

test('who stands on a published package asks for that version', () => {
  const version = published()[0]!.version;
  const names = new Set(published().map(({ name }) => name));
  for (const one of manifests()) {
    for (const kind of ['dependencies', 'devDependencies', 'peerDependencies'] as const) {
      for (const [name, range] of Object.entries(one[kind] ?? {})) {
        if (names.has(name)) expect([one.name, name, range]).toEqual([one.name, name, version]);
      }
    }
  }
});

test('changelogs have words, and no list of updated dependencies', () => {
  for (const { name, version } of published()) {
    const changelog = read(`packages/${name.replace('@rnp/', '')}/CHANGELOG.md`);
    expect(changelog).toContain(`## ${version}`);
    expect(changelog).not.toMatch(/Updated dependencies|^- [0-9a-f]{7}:/m);
  }
});
