// Runs one of the scripts beside it, after installing what it needs. Plain JavaScript without dependencies, since it has
// to work with any Node that the machine has and before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = 20;
const scriptsFolder = dirname(fileURLToPath(import.meta.url));
const root = dirname(scriptsFolder);
const modules = join(root, 'node_modules');
const ownNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const [command, ...commandArguments] = process.argv.slice(2);
const commands = [
  'start',
  'test',
  'dev',
  'check',
  'build',
  'bench',
  'screenshots',
  'package',
  'cloud',
  'peer',
  'apply-edits',
  'build-context',
];

if (Number.parseInt(process.versions.node, 10) < oldestNode) {
  fail(`Node ${process.versions.node} is too old: version ${oldestNode} or newer is needed (https://nodejs.org).`);
}
if (!command || !commands.includes(command)) {
  fail(`Usage: node scripts/bootstrap.mjs <command> [arguments]. Commands: ${commands.join(', ')}.`);
}
installPackages();
runScript(command, commandArguments);

// What installing says goes to standard error: some commands answer in JSON on standard output, on their first run too.
function installPackages() {
  if (!installedMatchesLock()) {
    console.error('Installing packages (npm ci) …');
    const install = (environment) =>
      // Install scripts stay off (.npmrc): a native package would be compiled although it brings its binaries along.
      spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], {
        cwd: root,
        env: environment,
        stdio: ['ignore', process.stderr, process.stderr],
        shell: process.platform === 'win32',
      });
    if (!tryModes(install)) {
      fail(
        'npm ci failed: what is missing is neither in npm’s cache nor could it be fetched. Run this once where npm reaches its ' +
          'package registry; from then on no network is needed.',
      );
    }
  }
  if (!existsSync(ownNode)) {
    // The one install script that is needed: it fetches the package with the executable for this platform.
    const installNode = (environment) =>
      spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
        cwd: join(modules, 'node'),
        env: { ...environment, npm_config_loglevel: 'error', npm_config_audit: 'false', npm_config_fund: 'false' },
        stdio: ['ignore', process.stderr, process.stderr],
      });
    if (!tryModes(installNode) || !existsSync(ownNode)) {
      fail(
        'Node 24 could not be installed from the package "node". Run this once where npm reaches its package registry; from then ' +
          'on no network is needed.',
      );
    }
    // npm left this out, since there was nothing to link to yet.
    const link = join(modules, '.bin', 'node');
    if (process.platform !== 'win32' && !existsSync(link)) symlinkSync(join('..', 'node', 'bin', 'node'), link);
  }
}

// The mode goes through the environment, so that it also reaches an npm that is started by another program.
function tryModes(run) {
  if (run({ ...process.env, npm_config_prefer_offline: 'true' }).status === 0) return true;
  console.error('That failed. Trying again without the network, from npm’s cache alone …');
  return run({ ...process.env, npm_config_offline: 'true' }).status === 0;
}

// npm writes node_modules/.package-lock.json at the end of every install, and it names what is really there.
function installedMatchesLock() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, integrity, optional, devOptional }]) =>
      path === '' ||
      optional ||
      devOptional ||
      (installed[path]?.version === version && installed[path]?.integrity === integrity),
  );
}

function runScript(name, scriptArguments) {
  const child = spawn(ownNode, [join(scriptsFolder, `${name}.ts`), ...scriptArguments], {
    cwd: process.cwd(),
    env: { ...process.env, PATH: [dirname(ownNode), join(modules, '.bin'), process.env.PATH].join(delimiter) },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${ownNode} cannot be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
