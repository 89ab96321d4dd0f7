// Runs commands one after another in one process, each as bin/rnp.js runs one: in its folder, with its environment.
import { doForParent } from '@rnp-tools/testing/resident';
import { main } from '../../dist/main.mjs';

const environment = { ...process.env };

doForParent(async ({ args, cwd, env }) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment, env);
  process.chdir(cwd);
  return { code: await main(args) };
});
