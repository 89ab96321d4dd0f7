import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { check } from '../checks.js';

/** The part of the process's environment that decides the place of caches. */
export interface DataDirEnvironment {
  /** Environment variables. Default `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default `process.platform`. */
  readonly platform: string;
  /** The user's home folder. Default `os.homedir()`. */
  readonly home: string;
}

/**
 * The folder that holds downloaded data: RNP_DATA_DIR; else `rnp` in XDG_CACHE_HOME if that is an absolute
 * path, in ~/Library/Caches on macOS, or in ~/.cache; on Windows `rnp\Cache` in LOCALAPPDATA.
 *
 * @param environment instead of the process's own
 * @throws RnpError RNP_CONFIG for an invalid environment
 */
export function defaultDataDir(environment: Partial<DataDirEnvironment> = {}): string {
  check.options('environment', environment, [], ['env', 'platform', 'home']);
  const { env = process.env, platform = process.platform, home = homedir() } = environment;
  check.object('environment.env', env);
  check.text('environment.platform', platform);
  check.text('environment.home', home);
  if (env.RNP_DATA_DIR) return env.RNP_DATA_DIR;
  // The XDG specification tells to ignore relative paths.
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, 'rnp');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'rnp');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'rnp', 'Cache');
  return join(home, '.cache', 'rnp');
}
