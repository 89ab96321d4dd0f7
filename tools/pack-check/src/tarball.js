import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root } from './packages.js';
import { run } from './run.js';

/** Packs every package as `npm publish` would. Gives name -> `{ path, files }`. */
export async function packAll(packages, destination) {
  const workspaces = [...packages.keys()].flatMap((name) => ['--workspace', name]);
  const printed = await run('npm', ['pack', '--json', '--pack-destination', destination, ...workspaces], {
    cwd: root,
  });
  // npm 12 prints an object by name where older ones print a list.
  const reports = Object.values(JSON.parse(printed));
  return new Map(
    reports.map((report) => [
      report.name,
      { path: join(destination, report.filename), files: report.files.map((file) => file.path) },
    ]),
  );
}

const allowed = [
  /^package\.json$/,
  /^README\.md$/,
  /^LICENSE$/,
  /^CHANGELOG\.md$/,
  /^bin\/[\w-]+\.js$/,
  /^trained\/[\w-]+\/(config\.json|card\.json|model\.safetensors|README\.md|parts\.png|samples\.png)$/,
  /^dist\/[^.][\w./-]*\.(mjs|d\.mts|wasm)$/,
];

/** What is in the tarball: all that must be, nothing that is for us only, no copy of somebody's engine. */
export function checkFiles(one, tarball) {
  const strangers = tarball.files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
  if (strangers.length > 0) throw new Error(`not to be published: ${strangers.join(', ')}`);
  for (const wanted of ['README.md', 'LICENSE', 'package.json']) {
    if (!tarball.files.includes(wanted)) throw new Error(`${wanted} is missing in packages/${one.short}`);
  }
  const license = (folder) => readFileSync(join(folder, 'LICENSE'), 'utf8');
  if (license(one.folder) !== license(root)) throw new Error('LICENSE is not the one of the repository');
  for (const [name, range] of Object.entries(one.manifest.dependencies ?? {})) {
    // A command is the program, so it may bring the engine; a library must take the program's.
    const engine = name === '@tensorflow/tfjs-core' && one.manifest.bin === undefined;
    if (engine || name === '@tensorflow/tfjs') {
      throw new Error(`${name}@${range} must not be a dependency: two engines in one program do not mix`);
    }
  }
  for (const file of tarball.files.filter((path) => path.endsWith('.mjs'))) {
    const text = readFileSync(join(one.folder, file), 'utf8');
    if (/\bclass Engine\b/.test(text)) throw new Error(`${file} contains a copy of tfjs-core`);
    if (text.includes('@rnp-tools/')) throw new Error(`${file} imports a tool of this repository`);
  }
}

/** publint, where also a suggestion counts. */
export async function checkManifest(tarball) {
  const data = readFileSync(tarball.path);
  const result = await publint({ strict: true, pack: { tarball: toArrayBuffer(data) } });
  if (result.messages.length === 0) return;
  throw new Error(
    result.messages.map((message) => formatMessage(message, result.pkg) ?? message.code).join('\n'),
  );
}

// We publish ES modules only: what a CommonJS `require` or Node 10 would find is no promise of ours.
const ignoredResolutions = ['node10', 'node16-cjs'];

/** are-the-types-wrong, by its profile for packages that are ES modules only. */
export async function checkResolution(tarball) {
  const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball.path)));
  if (!analysis.types) throw new Error('the package has no types');
  const problems = analysis.problems.filter(
    (problem) => !ignoredResolutions.includes(problem.resolutionKind),
  );
  if (problems.length === 0) return;
  throw new Error(
    problems.map((p) => `${p.kind} ${p.entrypoint ?? ''} ${p.resolutionKind ?? ''}`.trim()).join('\n'),
  );
}

function toArrayBuffer(buffer) {
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
}
