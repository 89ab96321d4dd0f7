import { platformOf } from './platformOf.js';

const exactVersion = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** The native packages that somebody in the file may want and that the file lacks: `[{ location, entry }]`. */
export function missingPackages(packages) {
  const missing = new Map();
  for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const platform = platformOf(name);
      if (!exactVersion.test(version) || platform === undefined) continue;
      if (lookedUp(parent, name).some((location) => packages[location]?.version === version)) continue;
      // Where the root already has another version, this one lives below its parent.
      const taken = packages[`node_modules/${name}`] ?? missing.get(`node_modules/${name}`);
      const free = taken === undefined || taken.version === version;
      const location = `${free ? '' : `${parent}/`}node_modules/${name}`;
      // In the order in which npm writes them.
      const { os, cpu, libc } = platform;
      const entry = { version, cpu, ...(dev && { dev }), ...(libc && { libc }), optional: true, os };
      missing.set(location, entry);
    }
  }
  return [...missing].map(([location, entry]) => ({ location, entry }));
}

/** Where Node looks for a package that another one imports, nearest first. */
function lookedUp(parent, name) {
  const places = [`${parent}/node_modules/${name}`];
  for (
    let at = parent.lastIndexOf('/node_modules/');
    at > 0;
    at = parent.lastIndexOf('/node_modules/', at - 1)
  ) {
    places.push(`${parent.slice(0, at)}/node_modules/${name}`);
  }
  return [...places, `node_modules/${name}`];
}
