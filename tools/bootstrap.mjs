// Makes a fresh clone usable: installs the pinned toolchain when the lockfile is newer than the
// last install, and with --build also builds the packages. Runs under any Node from 20.19 on, with
// nothing installed, so it is plain JavaScript and uses Node alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const marker = join(root, 'node_modules', '.modules.yaml');
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `Node ${process.versions.node} is too old: seq2seq needs 20.19 or newer to install its own. Update Node and run the command again.`,
  );
}

// Nothing here phones home.
const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

if (!isInstalled()) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.error('seq2seq: installing the toolchain (once) …');
  run(
    'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'],
    'The installation failed: the npm registry must be reachable, see the lines above.',
  );
  // pnpm leaves its record alone when there was nothing to do; the time says that it was checked.
  utimesSync(marker, new Date(), new Date());
}
if (process.argv.includes('--build')) {
  const turbo = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'turbo.cmd' : 'turbo');
  const build = ['run', 'build', '--output-logs=errors-only', '--ui=stream'];
  run(turbo, build, 'The build failed, see the lines above.', { quiet: true });
}

function isInstalled() {
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, 'pnpm-lock.yaml')).mtimeMs;
}

// What these tools say goes to stderr, so that the last line of `npm run bench -- … --json` stays what it is; a build that works
// says nothing.
function run(command, args, onFailure, { quiet = false } = {}) {
  const isWindows = process.platform === 'win32';
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(isWindows ? ';' : ':');
  const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2];
  const result = spawnSync(command, args, {
    cwd: root,
    stdio,
    encoding: 'utf8',
    env: { ...environment, PATH: path },
    shell: isWindows,
  });
  if (result.error) fail(`${command}: ${result.error.message}`);
  if (result.status === 0) return;
  if (quiet) console.error(`${result.stdout}${result.stderr}`);
  fail(onFailure);
}

function fail(message) {
  console.error(`seq2seq: ${message}`);
  process.exit(1);
}
