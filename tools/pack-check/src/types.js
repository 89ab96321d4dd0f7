import { execFile } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './packages.js';
import { programSource } from './program.js';

// TypeScript 7, which is compiled, takes a quarter of the processor time of 5.9.
const compiler = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript-7/package.json')));
/** Module resolution -> modules. */
const resolutions = { node16: 'node16', bundler: 'esnext' };

/**
 * Compiles, strictly, a program that imports every entry, the one that all bundlers build, and others. Gives package name ->
 * its complaints: those of the packages' own declarations count too, those of other people's do not.
 */
export async function typeComplaints(packages, folder, others) {
  const program = join(folder, 'program.ts');
  copyFileSync(programSource, program);
  const file = join(folder, 'consumer.ts');
  const ids = [...packages.values()].flatMap((one) => one.entries.map((entry) => entry.id));
  const imports = ids.map((id, index) => `import * as entry${index} from '${id}';`);
  // An entry that resolves to nothing typed would be `any`, which alone has any property.
  const uses = ids.map(
    (_, index) => `type Any${index} = 0 extends 1 & typeof entry${index} ? true : false;
export const typed${index}: Any${index} = false;
export const names${index}: readonly string[] = Object.keys(entry${index});`,
  );
  writeFileSync(file, `${imports.join('\n')}\n${uses.join('\n')}\n`);
  const complaints = new Map([...packages.keys()].map((name) => [name, []]));
  const files = [file, program, ...others];
  const ownerOf = (path) => [...packages.keys()].find((name) => path.includes(`/node_modules/${name}/`));
  for (const [moduleResolution, module] of Object.entries(resolutions)) {
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      target: 'es2022',
      lib: ['es2022', 'dom'],
      types: [],
      // Who imports what is for Node has Node's types installed.
      typeRoots: [join(root, 'node_modules/@types')],
      module,
      moduleResolution,
    };
    const project = join(folder, `tsconfig.${moduleResolution}.json`);
    writeFileSync(project, JSON.stringify({ compilerOptions, files }));
    for (const { where, text } of await compile(project, folder)) {
      const owner =
        ownerOf(where) ??
        (where === file ? [...packages.keys()].find((name) => text.includes(name)) : undefined);
      const complaint = `${moduleResolution}: ${where.replace(folder, '')}: ${text}`;
      if (owner !== undefined) complaints.get(owner).push(complaint);
      // Other people's declarations are looked at, too.
      else if (where === '' || files.includes(where)) throw new Error(complaint);
    }
  }
  return complaints;
}

/** What the compiler says of a project: `{ where, text }`, where `where` is a file's path, or empty. */
async function compile(project, folder) {
  const args = [compiler, '--project', project, '--pretty', 'false', '--singleThreaded'];
  const { code, printed } = await new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, printed: stdout + stderr }),
    );
  });
  const found = [...printed.matchAll(/^(?:(.+?)\(\d+,\d+\): )?error (TS\d+: .*(?:\n +.*)*)/gm)];
  if ((code === 0) !== (found.length === 0)) throw new Error(`tsc ended with ${code}: ${printed}`);
  return found.map(([, path, text]) => ({ where: path === undefined ? '' : join(folder, path), text }));
}
