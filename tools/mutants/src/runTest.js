import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import preset from '../../../jest.preset.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const jest = join(createRequire(import.meta.url).resolve('jest/package.json'), '../bin/jest.js');
const transformer = fileURLToPath(new URL('./plantingTransformer.js', import.meta.url));

/**
 * Runs one test file of a package, with a defect planted or without.
 *
 * @param {string} name the package's folder
 * @param {string} test relative to the package
 * @param {{ path: string, text: string } | undefined} planted
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ failed: string[], passed: number, broken: string }>} full titles of the tests that failed; `broken`: why the
 *   file did not run at all, or empty
 */
export async function runTest(name, test, planted, signal) {
  const folder = await mkdtemp(join(tmpdir(), 'rnp-mutant-run-'));
  const [[pattern, [, swcOptions]]] = Object.entries(preset.transform);
  const config = {
    ...preset,
    rootDir: join(repository, 'packages', name),
    transform: { [pattern]: [transformer, { swcOptions, planted }] },
  };
  const report = join(folder, 'report.json');
  try {
    await ended(
      spawn(
        process.execPath,
        [
          '--experimental-vm-modules',
          jest,
          '--config',
          JSON.stringify(config),
          '--json',
          '--outputFile',
          report,
          '--runTestsByPath',
          test,
        ],
        { cwd: config.rootDir, stdio: 'ignore', signal },
      ),
    );
    const { testResults, numPassedTests } = JSON.parse(await readFile(report, 'utf8'));
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    return {
      failed: results.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
      passed: numPassedTests,
      broken: results.length === 0 ? (testResults[0]?.message ?? `no test in ${test}`) : '',
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}
