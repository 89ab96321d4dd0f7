/** As tsdown takes it. */
interface Plugin {
  readonly name: string;
  readonly renderChunk: (code: string) => string;
}

// In one piece it would become the address of this file when the build's configuration is loaded.
const ownUrl = ['import', 'meta', 'url'].join('.');

/**
 * A plugin of the build: TensorFlow.js by `require`, which Node has it as. Imported, Node looks through its text for what it exports
 * before it runs it, which takes two thirds of a thread's start. For a realm of its own alone: who bundles a program, or gives it another
 * TensorFlow.js, has to find the imports.
 */
export function requiredTensorFlow(): Plugin {
  return {
    name: 'required-tensorflow',
    renderChunk: (code: string) => {
      const required = code
        .replace(/^import \* as (\w+) from "(@tensorflow\/[^"]+)";$/gm, 'const $1 = require("$2");')
        .replace(
          /^import \{([^}]*)\} from "(@tensorflow\/[^"]+)";$/gm,
          (_, names: string, from: string) => `const {${names.replace(/ as /g, ': ')}} = require("${from}");`,
        );
      if (/\bfrom\s*["']@tensorflow\//.test(required) || /^import ["']@tensorflow\//m.test(required)) {
        throw new Error(
          'an import of TensorFlow.js is written in another way: mend scripts/requiredTensorFlow.js',
        );
      }
      return `import { createRequire } from "node:module";\nconst require = createRequire(${ownUrl});\n${required}`;
    },
  };
}
