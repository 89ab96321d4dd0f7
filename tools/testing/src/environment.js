// Jest's testEnvironment. By itself it gives each test file a global object that asks a proxy for every name: `Float64Array` or `NaN` in a
// loop then takes longer than the sum that is tested.
// And nobody clears away what tests and their programs leave in the system's folder for temporary files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

const { createContext } = vm;

/** What names that folder, here or on Windows. */
const variables = ['TMPDIR', 'TEMP', 'TMP'];

/**
 * Jest's own for Node, on a plain global object. Node before 20.18 and 22.8 knows none: there it is slower.
 *
 * Each test file has a folder for temporary files of its own. It is there for the programs that the tests start, too, and is removed after
 * the last of the file's hooks, when they have ended.
 */
export default class PlainEnvironment extends TestEnvironment {
  #before;
  #cwd = process.cwd();
  #folder;

  constructor(...given) {
    const before = variables.map((name) => [name, process.env[name]]);
    const folder = mkdtempSync(join(tmpdir(), 'rnp-test-'));
    // The tests' own `process.env` is a copy, made within the constructor; `tmpdir()` reads the original.
    for (const name of variables) process.env[name] = folder;
    // No option says which: it is made within the constructor.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
    this.#before = before;
    this.#folder = folder;
  }

  async teardown() {
    await super.teardown();
    for (const [name, value] of this.#before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    // Tests may have gone into it.
    process.chdir(this.#cwd);
    // A program that was killed may be writing still.
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
