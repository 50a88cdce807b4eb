import { type ChildProcess, spawn } from 'node:child_process';

/** Ends registered processes when Core can't any more, since it was killed itself. */
export interface Watchdog {
  /** From now on this process and all that belongs to it end with Core. */
  watch(pid: number): void;
  /** It has ended. */
  forget(pid: number): void;
  dispose(): void;
}

/**
 * Reads `add` and `drop` with a pid from its input. The input ends when Core does, however that happens: then it asks every
 * process that is left (itself, its group, its session, and what is below them) to end, and after a second insists. Plain
 * POSIX shell, since a release build can run no other program of ours; `ps` where there is no /proc.
 */
const script = `
trap '' HUP INT QUIT TERM PIPE
watched=' '
while read -r word pid; do
  case $word in
    add) watched="$watched$pid " ;;
    drop)
      before=\${watched%%" $pid "*}
      if [ "$before" != "$watched" ]; then watched="$before \${watched#*" $pid "}"; fi ;;
  esac
done
[ "$(printf %s $watched)" ] || exit 0
table() {
  if [ -r /proc/self/stat ]; then
    for file in /proc/[0-9]*/stat; do
      { read -r line < "$file"; } 2>/dev/null || continue
      pid=\${line%% *}
      set -- \${line##*) }
      [ "$1" = Z ] || echo "$pid $2 $3 $4"
    done
  else
    ps -A -o pid=,ppid=,pgid=,stat= | while read -r pid parent group state; do
      case $state in Z*) ;; *) echo "$pid $parent $group 0" ;; esac
    done
  fi
}
family=' '
look() {
  rows=$(table)
  alive=' '
  known=
  while [ "$known" != "$family" ]; do
    known=$family
    while read -r pid parent group session; do
      case $family in *" $pid "*) continue ;; esac
      case $watched in *" $pid "* | *" $group "* | *" $session "*) family="$family$pid "; continue ;; esac
      case $family in *" $parent "*) family="$family$pid " ;; esac
    done <<ROWS
$rows
ROWS
  done
  while read -r pid rest; do
    case $family in *" $pid "*) alive="$alive$pid " ;; esac
  done <<ROWS
$rows
ROWS
}
look
kill -HUP $alive 2>/dev/null
kill -TERM $alive 2>/dev/null
kill -CONT $alive 2>/dev/null
for round in 1 2 3 4 5 6 7 8 9 10; do
  sleep 0.1
  look
  [ "$alive" != ' ' ] || exit 0
done
for round in 1 2 3; do
  kill -KILL $alive 2>/dev/null
  look
  [ "$alive" != ' ' ] || exit 0
done
`;

/** Makes the watchdog. Its process is started with the first pid. On Windows there is none: there a job ends with Core. */
export function createWatchdog(): Watchdog {
  const watched = new Set<number>();
  let child: ChildProcess | undefined;
  let disposed = false;

  const start = (): ChildProcess | undefined => {
    if (process.platform === 'win32' || disposed) return undefined;
    const started = spawn('/bin/sh', ['-c', script, 'flashfusion-watchdog'], {
      // A group of its own: what ends Core's whole group must not end it too.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    });
    const gone = () => {
      if (child === started) child = undefined;
    };
    started.on('error', gone);
    started.on('exit', gone);
    started.stdin?.on('error', gone);
    started.unref();
    // A socket, which alone must not keep Core running.
    (started.stdin as unknown as { unref?: () => void } | null)?.unref?.();
    return started;
  };
  const tell = (line: string) => {
    if (child?.stdin?.writable) child.stdin.write(`${line}\n`);
  };

  return {
    watch(pid) {
      watched.add(pid);
      if (child) return tell(`add ${pid}`);
      child = start();
      for (const each of watched) tell(`add ${each}`);
    },
    forget(pid) {
      if (watched.delete(pid)) tell(`drop ${pid}`);
    },
    dispose() {
      disposed = true;
      child?.stdin?.end();
    },
  };
}
