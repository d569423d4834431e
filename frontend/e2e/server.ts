import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const JAR = join(import.meta.dirname, '../../backend/target/patchgate.jar');
// Enough for the tests, and little beside the browser.
const JAVA = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', JAR];
const run = promisify(execFile);

export const PASSWORD = 'correct horse battery staple';
export type Role = 'reviewer' | 'admin' | 'auditor';

/** The real product with a workspace and a database of its own in a temporary folder. */
export class Server {
  readonly url: string;
  readonly workspace: string;
  /** Where what is approved goes first, if the settings say so; until then like the workspace. */
  readonly canary: string;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;

  private constructor(folder: string, port: number, managementPort: number) {
    this.#folder = folder;
    this.url = `http://127.0.0.1:${port}`;
    this.workspace = join(folder, 'workspace');
    this.canary = join(folder, 'canary');
    this.#env = {
      ...process.env,
      PATCHGATE_DATA_DIR: join(folder, 'data'),
      PATCHGATE_CONFIG: join(folder, 'patchgate.yaml'),
      PATCHGATE_HTTP_PORT: String(port),
      PATCHGATE_MANAGEMENT_PORT: String(managementPort),
      PATCHGATE_SAMPLE: 'false',
    };
  }

  /** @param more keys of the workspace, a line each, which may name folders; syntax checks are for those who ask for them */
  static async create(more: (folders: Server) => string = () => 'syntax_checks: false'): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'patchgate-e2e-'));
    const server = new Server(folder, await freePort(), await freePort());
    await mkdir(server.workspace);
    await writeFile(join(folder, 'patchgate.yaml'), settings(server.workspace, more(server)));
    await server.write('src/learning.py', LEARNING);
    await cp(server.workspace, server.canary, { recursive: true });
    return server;
  }

  async start(): Promise<void> {
    const child = spawn('java', [...JAVA, 'serve'], { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    const said: string[] = [];
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', line => {
          said.push(line);
          if (line.startsWith('ready ')) resolve();
        });
      }
      child.once('exit', code => reject(new Error(`The server ended with ${code}:\n${said.join('\n')}`)));
    });
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A token by the command line; the last line of its output. */
  async token(role: string, subject: string, ...more: string[]): Promise<string> {
    const { stdout } = await run('java', [...JAVA, 'token', '--role', role, '--subject', subject, ...more], {
      env: this.#env,
    });
    return stdout.trim().split('\n').at(-1) ?? '';
  }

  async addUser(name: string, role: Role): Promise<void> {
    const child = spawn('java', [...JAVA, 'user', 'add', name, '--role', role, '--password-stdin'], {
      env: this.#env,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.stdin.end(`${PASSWORD}\n`);
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`user add ${name} ended with ${code}`);
  }

  /** Adds somebody without a password; gives the one-time link that is printed for him. */
  async addUserByLink(name: string, role: Role): Promise<string> {
    const adding = run('java', [...JAVA, 'user', 'add', name, '--role', role], { env: this.#env });
    adding.child.stdin?.end();
    const { stdout } = await adding;
    return stdout.trim().split('\n').at(-1) ?? '';
  }

  /** Leaves the server without room for its journal, so that nothing can be applied. Gives how to mend that. */
  async loseJournal(): Promise<() => Promise<void>> {
    const journal = join(this.#folder, 'data', 'journal');
    const away = `${journal}.away`;
    const existed = await rename(journal, away).then(
      () => true,
      () => false,
    );
    await writeFile(journal, 'This should be a folder.');
    return async () => {
      await rm(journal);
      if (existed) await rename(away, journal);
    };
  }

  /** Stops the database in its tracks. Gives how to let it go on. */
  async freezeDatabase(): Promise<() => void> {
    const cluster = await realpath(join(this.#folder, 'data', 'postgres', 'cluster'));
    const pids: number[] = [];
    for (const name of await readdir('/proc')) {
      const folder = await readlink(`/proc/${name}/cwd`).catch(() => undefined);
      if (/^\d+$/.test(name) && folder === cluster) pids.push(Number(name));
    }
    if (pids.length === 0) throw new Error('The database is not running.');
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    return () => {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    };
  }

  read(path: string, folder = this.workspace): Promise<string> {
    return readFile(join(folder, path), 'utf8');
  }

  async write(path: string, text: string): Promise<void> {
    const file = join(this.workspace, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

const settings = (workspace: string, more: string) => `workspaces:
  - root: ${workspace}
    critical: [{paths: ["/critical/"], approvals: 2}]
    code_owners: [{paths: ["/owned/"], reviewers: [bob]}]
    preview: {run: "cd src && python3 -c 'import shown'"}
    ${more}
`;

export const LEARNING = `"""Learns from events."""


def learn(events):
    return list(events)


${Array.from({ length: 30 }, (_, i) => `def helper_${i}(x):\n    return x + ${i}\n`).join('\n\n')}`;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}
