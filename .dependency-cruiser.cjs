/**
 * The rooms and who may stand on whom. Each package stands only on those named here; nothing points back.
 * A package is met either as its built files (packages/X/dist) or, before a build, by its name.
 */
const rooms = {
  errors: [],
  backend: ['errors'],
  nn: ['errors', 'backend'],
  'spatial-transformer': ['errors', 'backend', 'nn'],
  hypernet: ['errors', 'backend', 'nn'],
  'recursive-decoder': ['errors', 'backend', 'nn', 'spatial-transformer', 'hypernet'],
  files: ['errors'],
  vae: ['errors', 'backend', 'nn', 'spatial-transformer', 'hypernet', 'recursive-decoder', 'files'],
  scenes: ['errors', 'backend', 'spatial-transformer', 'recursive-decoder', 'vae'],
  models: [
    'errors',
    'backend',
    'nn',
    'spatial-transformer',
    'hypernet',
    'recursive-decoder',
    'vae',
    'files',
    'images',
  ],
  images: ['errors'],
  datasets: ['errors', 'images', 'files'],
  viz: ['errors', 'images'],
  analysis: ['errors', 'files'],
  queue: ['errors'],
  runs: [
    'errors',
    'backend',
    'nn',
    'files',
    'spatial-transformer',
    'hypernet',
    'recursive-decoder',
    'vae',
    'scenes',
    'models',
    'images',
    'datasets',
    'viz',
    'analysis',
    'queue',
  ],
  cli: [
    'errors',
    'backend',
    'nn',
    'spatial-transformer',
    'hypernet',
    'recursive-decoder',
    'vae',
    'models',
    'images',
    'files',
    'datasets',
    'viz',
    'analysis',
    'queue',
    'runs',
  ],
};

/** Where a type, which is gone at run time, may be taken from besides. */
const typeRooms = { viz: ['recursive-decoder'] };

const anyOf = (names) => names.join('|');
const roomPaths = (names) => `^(packages/(${anyOf(names)})/|@rnp/(${anyOf(names)})(/|$))`;

const directions = Object.entries(rooms).flatMap(([room, allowed]) => {
  const from = { path: `^packages/${room}/src/` };
  const others = Object.keys(rooms).filter((name) => name !== room);
  const barred = others.filter((name) => !allowed.includes(name));
  const never = barred.filter((name) => !(typeRooms[room] ?? []).includes(name));
  const asType = barred.filter((name) => !never.includes(name));
  const rule = (suffix, names, to) => ({
    name: `room-${room}${suffix}`,
    comment: `@rnp/${room} stands on ${anyOf(allowed) || 'no other package'}; not on ${names.join(', ')}.`,
    severity: 'error',
    from,
    to: { path: roomPaths(names), ...to },
  });
  return [
    ...(never.length > 0 ? [rule('', never, {})] : []),
    ...(asType.length > 0 ? [rule('-types-only', asType, { dependencyTypesNot: ['type-only'] })] : []),
  ];
});

module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'nothing-on-cli',
      comment: 'The command line stands on top: no package and no test of another package uses it.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/cli/' },
      to: { path: roomPaths(['cli']) },
    },
    {
      name: 'by-the-front-door',
      comment: 'Another package is imported by its name and exports, never by a path into its sources.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/[^/]+/(src|test|assembly)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'no-tools-at-run-time',
      comment: 'tools/ is not published: only tests and build scripts may use it.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: '^(tools/|@rnp-tools/)' },
    },
    {
      name: 'no-union-package',
      comment: '@tensorflow/tfjs brings layers, data and converter, and its own idea of the backends.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '(^|/)@tensorflow/tfjs(/|$)' },
    },
    {
      name: 'no-development-dependency',
      comment: 'What a published source imports is a dependency or a peer, not a devDependency.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional', 'type-only'],
      },
    },
    {
      name: 'no-undeclared-dependency',
      comment:
        "A published source imports only what its own package.json names; the workspace's hoisting hides the rest.",
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      // An optional peer is named twice, the second time in a list that this tool does not know.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'node-only-behind-node',
      comment:
        'Sources that browsers load use no Node module: those live in a folder called node, in the queue, in the runs (their recipes and their bench aside) or in the cli.',
      severity: 'error',
      from: {
        path: '^packages/[^/]+/src/',
        pathNot: '^packages/(cli/|queue/|runs/src/(?!recipes/|bench/)|[^/]+/src/node/)',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycle',
      comment: 'Files that need each other, if only for a type, are one file, or hide a third.',
      severity: 'error',
      from: { path: '^(packages|tools)/' },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment:
        'An import that leads nowhere. Generated files and other packages appear with `npm run build`.',
      severity: 'error',
      from: { path: '^packages/[^/]+/(src|test)/' },
      to: { couldNotResolve: true, pathNot: '^@rnp/|^@tensorflow/tfjs-|\\.generated(\\.js)?$|/generated/' },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    exclude: { path: '/assembly/|\\.tmp\\.' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
