import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A program on a page, and what stands before it. */
const block = /```(?:js|ts)\n([\s\S]*?)```/g;

/** What the compiler says of a name that nobody declares, by itself or as a property's short form. */
const undeclared = new Set([2304, 2503, 2552, 2580, 18004]);

/** What Node declares. */
const global = new Set(['process', 'Buffer']);

/**
 * Sees that every program of every README can be run as it is printed, or that the paragraph before it says, in code quotes, what it takes
 * from elsewhere: another example's `model`, data of one's own.
 *
 * @throws Error with each name that stands there undeclared, and its line
 */
export function checkSnippets(packages) {
  const snippets = [...packages.values()].flatMap(({ name, folder }) => {
    const path = join(folder, 'README.md');
    return existsSync(path) ? snippetsOf(readFileSync(path, 'utf8'), name) : [];
  });
  const complaints = undeclaredNames(snippets.map(({ source }) => source)).flatMap((names, i) => {
    const { page, line, before } = snippets[i];
    return names
      .filter((name) => !before.includes(`\`${name}\``))
      .map((name) => `README of ${page}, line ${line}: ${name} is neither declared nor named before`);
  });
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
}

function snippetsOf(markdown, page) {
  return [...markdown.matchAll(block)].map(({ 1: source, index }) => {
    const text = markdown.slice(0, index).trimEnd();
    return {
      page,
      source,
      line: text.split('\n').length + 1,
      before: text.slice(text.lastIndexOf('\n\n') + 2),
    };
  });
}

/** Of each program the names that it uses and nobody declares. What is imported is not looked up. */
function undeclaredNames(sources) {
  // Each is a module, so that no name of one is another's.
  const files = new Map(sources.map((source, i) => [`snippet-${i}.mts`, `${source}\nexport {};\n`]));
  const options = {
    noEmit: true,
    noResolve: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, version) => {
    const source = files.get(name);
    return source === undefined
      ? getSourceFile.call(host, name, version)
      : ts.createSourceFile(name, source, version, true);
  };
  host.fileExists = (name) => files.has(name) || ts.sys.fileExists(name);
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].map(([name, source]) => {
    const found = program
      .getSemanticDiagnostics(program.getSourceFile(name))
      .filter(({ code }) => undeclared.has(code))
      .map(({ start, length }) => source.slice(start, start + length));
    return [...new Set(found)].filter((one) => !global.has(one));
  });
}
