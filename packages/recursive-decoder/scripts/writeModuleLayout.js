import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { actionSize, moduleLayout } from './moduleLayout.js';

// One table says how a module's weights lie: here it becomes the shapes that TypeScript works with and the offsets that the
// kernels do, so that neither can say anything else.
const { recurrent, state, policy } = moduleLayout;

const path = (from) => fileURLToPath(new URL(from, import.meta.url));
await writeFile(path('../src/program/moduleLayout.generated.ts'), typescript());
await writeFile(path('../assembly/moduleLayout.generated.ts'), assemblyScript());

function typescript() {
  return `// Written by scripts/writeModuleLayout.js; do not edit.
/** Sizes by letter, see scripts/moduleLayout.js. */
export type ModuleSizes = Readonly<Record<'i' | 'h' | 'c' | 'z' | 'g' | 'a', number>>;

/** A generated tensor: its name, its sizes, and the only cell that has it, if it is not in all. */
export type ModuleField = readonly [name: string, sizes: readonly (keyof ModuleSizes)[], cell?: string];

/** scaleX, rotation, shear, scaleY, translateX, translateY. */
export const actionSize = ${actionSize};

${Object.entries(moduleLayout)
  .map(([name, fields]) => {
    const rows = fields.map(
      ([field, sizes, ...cell]) => `  ${JSON.stringify([field, [...sizes], ...cell])},\n`,
    );
    return `export const ${name}Fields: readonly ModuleField[] = [\n${rows.join('')}];\n`;
  })
  .join('\n')}`;
}

/** For the cell that the kernels have: one gate, and the state as what is seen. */
function assemblyScript() {
  const bytes = new Map([
    ['i', '(z + ACTION)'],
    ['g', 'z'],
    ['a', 'ACTION'],
  ]);
  const count = (sizes) => [...sizes].map((letter) => bytes.get(letter) ?? letter).join(' * ');
  const written = new Set();
  const parts = [];
  const inline = (name, body) =>
    parts.push(
      `// @ts-ignore: decorator\n@inline\nexport function ${name}(z: i32, h: i32, c: i32): usize {\n  return ${body};\n}\n`,
    );
  for (const [module, own] of Object.entries({ state, policy })) {
    let end = '0';
    for (const [field, sizes, cell] of [...recurrent, ...own]) {
      if (cell !== undefined) continue;
      const name = camelCase(field);
      if (!written.has(name)) inline(name, end);
      written.add(name);
      end = `${name}(z, h, c) + (<usize>(${count(sizes)}) << 2)`;
    }
    parts.push(`/** A program's weights of the ${module} module. */`);
    inline(`${module}Bytes`, end);
  }
  return `// Written by scripts/writeModuleLayout.js; do not edit.
// Where a module's weights lie in one row of float32, in bytes. z latent, h hidden, c input of the cell.

export const ACTION: i32 = ${actionSize};

${parts.join('\n').replaceAll('module. */\n\n', 'module. */\n')}`;
}

/** encoder1/bias → encoder1Bias */
function camelCase(name) {
  return name.replace(/\/(\w)/g, (_, letter) => letter.toUpperCase());
}
