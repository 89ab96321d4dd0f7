import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Application, Converter } from 'typedoc';

/**
 * Writes the API of all published packages as Markdown, a page a name, from the docstrings in their sources.
 *
 * @param out an empty folder
 * @throws Error when a docstring links to nothing. Whether the sources compile, `npm run typecheck` says
 */
export async function writeApi(root, out) {
  const entries = entryPoints(root);
  const packages = join(root, 'packages');
  // By default a module goes by the path of its source.
  const moduleName = (path) => relative(packages, path).replace(/(\/index)?\.ts$/, '');
  const names = new Map([...entries].map(([path, name]) => [moduleName(path), name]));
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
    entryPoints: [...entries.keys()],
    displayBasePath: packages,
    tsconfig: join(root, 'tools/site/tsconfig.json'),
    skipErrorChecking: true,
    readme: 'none',
    disableSources: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    router: 'member',
    membersWithOwnFile: ['Class', 'Function', 'Interface', 'TypeAlias', 'Variable', 'Enum'],
    entryFileName: 'index',
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    useCodeBlocks: true,
    expandObjects: true,
    docsRoot: join(out, '..'),
    out,
    logLevel: 'Warn',
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    treatValidationWarningsAsErrors: true,
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    for (const module of context.project.children ?? []) module.name = names.get(module.name) ?? module.name;
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('typedoc could not read the sources');
  app.validate(project);
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('typedoc complained, see above');
}

/** Path of each entry's source → what it is imported by, such as `@rnp/vae/node`. */
function entryPoints(root) {
  const found = new Map();
  for (const name of readdirSync(join(root, 'packages')).sort()) {
    const folder = join(root, 'packages', name);
    const { exports, bin, ...manifest } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    // A command is documented by its help.
    if (bin !== undefined) continue;
    for (const [subpath, target] of Object.entries(exports)) {
      if (target.default === undefined) continue;
      const built = target.default.replace(/^\.\/dist\/(.*)\.mjs$/, '$1');
      const source = [`src/${built}.ts`, `src/${built}/index.ts`].find((path) =>
        existsSync(join(folder, path)),
      );
      if (source === undefined)
        throw new Error(`${manifest.name}: which source is ${target.default} built from?`);
      found.set(join(folder, source), manifest.name + subpath.slice(1));
    }
  }
  return found;
}
