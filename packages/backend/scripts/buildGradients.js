// Writes src/gradients.generated.ts: the gradients of tfjs-core, taken from the installed package.
// Node cannot import tfjs-core's own `dist/register_all_gradients` (extensionless ES modules in a CommonJS
// package), and bundling it whole would bring a second copy of the engine. So every import that the public
// package offers is rewritten to it, and only the gradient functions themselves are copied.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'tsdown';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs-core');
const core = dirname(require.resolve('@tensorflow/tfjs-core'));
const entry = join(core, 'rnp-gradients.js');
const target = join('src', 'gradients.generated.ts');

/** Where a name that the package root does not export lives on it. */
const namespaces = {
  util: 'util',
  conv_util: 'backend_util',
  axis_util: 'backend_util',
  selu_util: 'backend_util',
  slice_util: 'slice_util',
  broadcast_util: 'broadcast_util',
};
/** Internal names and what stands for them; gradients only ever pass tensors to convertToTensor. */
const replacements = {
  ENGINE: 'const ENGINE = { runKernel: (...all) => rnpCore.engine().runKernel(...all) };',
  convertToTensor: 'const convertToTensor = (x) => x;',
};
/** What its gradients cast to float32 mostly is that already, and a cast to the same type is a call like any other. */
const asFloat = "const asFloat = (x) => (x.dtype === 'float32' ? x : rnpCore.cast(x, 'float32'));";

const bundles = await build({
  config: false,
  entry: { gradients: entry },
  format: 'esm',
  platform: 'neutral',
  dts: false,
  write: false,
  clean: false,
  logLevel: 'warn',
  treeshake: true,
  deps: { neverBundle: ['@tensorflow/tfjs-core'] },
  plugins: [
    {
      name: 'gradients-of-tfjs-core',
      resolveId(id, importer) {
        if (id === entry) return id;
        if (id.startsWith('.') && importer?.startsWith(core)) return `${join(dirname(importer), id)}.js`;
        return undefined;
      },
      async load(id) {
        if (id === entry) return list();
        if (id.startsWith(core)) return rewrite(await readFile(id, 'utf8'));
        return undefined;
      },
    },
  ],
});
const { code } = bundles.flatMap((bundle) => bundle.chunks).find((chunk) => chunk.type === 'chunk');
if (/_tfengine|class Engine/.test(code))
  throw new Error('buildGradients: a second engine got into the bundle');
const plain = code
  .replace(/^\/\/#(end)?region.*\n/gm, '')
  .replace(/\/\*\*\n ?\* @license[\s\S]*?\*\/\n/g, '')
  .replace(/export \{[^}]*\};?\s*$/, '');
await writeFile(
  target,
  `// @ts-nocheck
// The gradients of @tensorflow/tfjs-core ${tf.version_core}, rewritten by scripts/buildGradients.js; do not edit.
/**
 * @license
 * Copyright Google LLC. All Rights Reserved.
 * Licensed under the Apache License, Version 2.0; see http://www.apache.org/licenses/LICENSE-2.0
 */
import type { GradConfig } from '@tensorflow/tfjs-core';
${plain.replace('const gradientConfigs =', 'export const gradientConfigs: readonly GradConfig[] =')}`,
);

/** The entry: the configurations that register_all_gradients would register, as a list. */
async function list() {
  const source = await readFile(join(core, 'register_all_gradients.js'), 'utf8');
  const imports = source.match(/^import \{.*\} from .*$/gm).filter((line) => line.includes('./gradients/'));
  const names = imports.map((line) => line.match(/\{ (\w+) \}/)[1]);
  return `${imports.join('\n')}\nexport const gradientConfigs = [${names.join(', ')}];\n`;
}

/** One file of tfjs-core with its imports turned to the public package and its chained calls to functions. */
function rewrite(source) {
  const head = new Set();
  let body = source
    .replace(/^\/\/# sourceMappingURL.*$/m, '')
    .replace(/\b(stacked|permutedX|prodGrad)\.reshape\(/g, 'rnpCore.reshape($1, ')
    .replace(/\bx\.split\(/g, 'rnpCore.split(x, ')
    .replace(/\b(indices|dy)\.slice\(/g, 'rnpCore.slice($1, ')
    // But for the gradient of a cast, which has to be another tensor than `dy`.
    .replace(/\bcast\((?!dy\b)(\w+), 'float32'\)/g, 'asFloat($1)');
  if (body.includes('asFloat(')) head.add(asFloat);
  body = body.replace(
    /^import \* as (\w+) from '(.*)';$/gm,
    (_, name, from) => `const ${name} = rnpCore.${namespaces[from.split('/').pop()]};`,
  );
  body = body.replace(/^import \{ (.*) \} from '(.*)';$/gm, (_, names, from) => {
    const space = namespaces[from.split('/').pop()];
    const kept = [];
    for (const name of names.split(', ')) {
      if (replacements[name]) head.add(replacements[name]);
      else if (space) head.add(`const ${name} = rnpCore.${space}.${name};`);
      else if (name in tf) head.add(`import { ${name} } from '@tensorflow/tfjs-core';`);
      else kept.push(name);
    }
    return kept.length > 0 ? `import { ${kept.join(', ')} } from '${from}';` : '';
  });
  return `import * as rnpCore from '@tensorflow/tfjs-core';\n${[...head].join('\n')}\n${body}`;
}
