#!/usr/bin/env bash
# tsdown 0.21.9 with rolldown-plugin-dts 0.23.2 (npm; they write a library's .d.ts): `infer`, the usual name of what a model does at test
# time, is a word of TypeScript's types, though a function may be called so. With a module a file (`unbundle`), an index that hands on such a
# function imports it as `__Infer` and exports `infer`, which is declared nowhere: for whoever calls it, its arguments and its result are
# of any type, and no mistake is found. TypeScript's own declarations have it, and the JavaScript is right. A function of another name that
# is exported as infer (`export { inferTrees as infer }`) keeps its type.
# Guess before it was run: both are typed. Seen 2026-11-30: a number of infer passes as a text, one of drawn does not; under tsc neither
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts tsdown@0.21.9 rolldown-plugin-dts@0.23.2 typescript@5.9.3
mkdir src
echo 'export function infer(image: number): number { return image + 1; }
export function drawn(tree: number): number { return tree - 1; }' >src/model.ts
echo "export { drawn, infer } from './model.js';" >src/index.ts
echo '{ "compilerOptions": { "target": "ES2022", "module": "NodeNext", "moduleResolution": "NodeNext", "strict": true, "isolatedDeclarations": true, "declaration": true }, "include": ["src"] }' >tsconfig.json
echo "export default { entry: ['src/index.ts'], format: 'esm', dts: true, unbundle: true, fixedExtension: true, outDir: 'bundled' };" >tsdown.config.mjs
npx tsdown --log-level error
npx tsc --emitDeclarationOnly --outDir compiled
# What has a type is refused where another one is wanted; what has none is taken for anything.
typed() {
  echo "import { $1 } from './$2'; export const one: string = $1(1);" >use.ts
  if npx tsc --noEmit --strict --skipLibCheck --target es2022 --module nodenext --moduleResolution nodenext use.ts >/dev/null; then echo no; else echo yes; fi
}
seen="$(typed infer bundled/index.mjs) $(typed drawn bundled/index.mjs) $(typed infer compiled/index.js) $(typed drawn compiled/index.js)"
echo "typed for whoever imports them (infer, drawn of tsdown; infer, drawn of tsc): $seen"
[ "$seen" = 'no yes yes yes' ]
