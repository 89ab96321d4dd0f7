/**
 * Builds tfjs-node from its npm package against a libtensorflow that is on this machine, outside the repository:
 *
 *   RNP_LIBTENSORFLOW=DIR RNP_TFJS_NODE=DIR npm run build:tensorflow
 *
 * RNP_LIBTENSORFLOW holds `libtensorflow_cc.so.2`, `libtensorflow_framework.so.2` and `include/`: the folder
 * `tensorflow` of an unpacked tensorflow_cpu wheel. RNP_TFJS_NODE is where the package is installed and built;
 * what uses it afterwards reads the same variable. Linux, Python 3, make and g++ are needed; the headers of Node are
 * those beside the Node that runs, or npm_config_nodedir.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const version = '4.22.0';
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

function folderIn(variable, holds) {
  const folder = process.env[variable];
  if (!folder) throw new Error(`set ${variable} to ${holds}`);
  return resolve(folder);
}

function run(command, args, cwd, env = {}) {
  execFileSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
}

function link(target, path) {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

/** The folder that has include/node/node_api.h, beside the running Node. */
function headersOfNode() {
  const beside = dirname(dirname(process.execPath));
  const given = process.env.npm_config_nodedir;
  const folder = [given, beside].find((each) => each && existsSync(join(each, 'include/node/node_api.h')));
  if (folder === undefined) {
    throw new Error(
      `no headers of Node beside ${process.execPath}; set npm_config_nodedir to a folder with include/node`,
    );
  }
  return folder;
}

/** node-gyp as npm brings it. */
function nodeGyp() {
  const modules = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim();
  return join(modules, 'npm/node_modules/node-gyp/bin/node-gyp.js');
}

const tensorflow = folderIn('RNP_LIBTENSORFLOW', `the folder with ${libraries.join(', ')} and include/`);
const target = folderIn('RNP_TFJS_NODE', 'the folder to build tfjs-node in');
for (const name of [...libraries, 'include']) {
  if (!existsSync(join(tensorflow, name))) throw new Error(`${tensorflow} has no ${name}`);
}

mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'package.json'), '{ "private": true }\n');
run(
  'npm',
  ['install', '--ignore-scripts', '--no-audit', '--no-fund', `@tensorflow/tfjs-node@${version}`],
  target,
);

const packageFolder = join(target, 'node_modules/@tensorflow/tfjs-node');
mkdirSync(join(packageFolder, 'deps/lib'), { recursive: true });
link(join(tensorflow, 'include'), join(packageFolder, 'deps/include'));
for (const library of libraries) {
  const place = join(packageFolder, 'deps/lib', library);
  link(join(tensorflow, library), place);
  // The name that binding.gyp links against.
  link(library, place.replace('_cc', '').replace(/\.2$/, ''));
}
run(
  process.execPath,
  [
    nodeGyp(),
    'rebuild',
    '--module_name=tfjs_binding',
    `--module_path=${join(packageFolder, 'lib/napi-v8')}`,
    '--napi_version=9',
    '--napi_build_version=8',
  ],
  packageFolder,
  { npm_config_nodedir: headersOfNode() },
);
console.log(`built; set RNP_TFJS_NODE=${target} for what shall use it`);
