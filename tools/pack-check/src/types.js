import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { programSource } from './program.js';

const resolutions = [
  ['node16', ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
  ['bundler', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
];

/**
 * Compiles, strictly, a program that imports every entry, the one that all bundlers build, and others. Gives package name -> its complaints: those of
 * the packages' own declarations count too, those of other people's do not.
 */
export function typeComplaints(packages, folder, others) {
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
  const isLookedAt = (path) => files.includes(path) || ownerOf(path) !== undefined;
  for (const [title, module, moduleResolution] of resolutions) {
    const compiled = ts.createProgram(files, {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      types: [],
      module,
      moduleResolution,
    });
    for (const diagnostic of diagnosticsOf(compiled, isLookedAt)) {
      const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
      const where = diagnostic.file?.fileName ?? '';
      const owner =
        ownerOf(where) ??
        (where === file ? [...packages.keys()].find((name) => text.includes(name)) : undefined);
      if (owner !== undefined) complaints.get(owner).push(`${title}: ${where.replace(folder, '')}: ${text}`);
      else if (files.includes(where)) throw new Error(`${title}: ${where.replace(folder, '')}: ${text}`);
    }
  }
  return complaints;
}

/** What the compiler says of some files. It does not look at the others, TypeScript's own and other people's, which takes half of its time. */
function diagnosticsOf(compiled, isLookedAt) {
  return compiled
    .getSourceFiles()
    .filter(({ fileName }) => isLookedAt(fileName))
    .flatMap((file) => [...compiled.getSyntacticDiagnostics(file), ...compiled.getSemanticDiagnostics(file)]);
}
